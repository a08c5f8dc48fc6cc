import { parseArguments, readAddress, readDollars, readNetwork, UsageError } from "@/commands/arguments";
import { readPayerKey } from "@/commands/payer-key";

export const usage = `Usage: npm run pay -- <link> [options]

Buys the file behind a Filekiosk link and saves it. A broken download is taken up where it stopped, without paying again.

  --yes          do not ask before paying
  --max USD      pay at most this much, such as 2.50 (default 1.00)
  --network ID   pay on this network only, such as eip155:8453
  --token ADDR   with --network: pay with this token. Needed where this command does not know the network or the
                 token; an amount is then counted with 6 decimals, as USDC is
  --out FOLDER   where to save (default: this folder)

The wallet's private key is read from PAYER_KEY, or from the file that PAYER_KEY_FILE names. On the devnet a demo
wallet pays when neither is set.`;

export type PayOptions = {
  link: URL;
  yes: boolean;
  /** Micro-USD. */
  max: bigint;
  /** CAIP-2. */
  network: string | null;
  /** Lower case. */
  token: string | null;
  folder: string;
  key: `0x${string}` | null;
};

/** Reads the command line and the wallet key. @throws UsageError */
export function readOptions(args: string[], env: Record<string, string | undefined>): PayOptions {
  const { values, positionals } = parse(args);
  const [link, ...rest] = positionals;
  if (values.help || !link || rest.length > 0) throw new UsageError(usage);
  return {
    link: readLink(link),
    yes: values.yes ?? false,
    ...readGuards(values),
    folder: values.out ?? ".",
    key: readPayerKey(env),
  };
}

/** What may be paid, at most. @throws UsageError */
export function readGuards(values: { max?: string; network?: string; token?: string }) {
  const max = readDollars("--max", values.max ?? "1.00", "2.50");
  const network = readNetwork(values.network);
  const token = values.token === undefined ? null : readAddress("--token", values.token);
  if (token !== null && network === null) throw new UsageError("--token goes with --network.");
  return { max, network, token };
}

function parse(args: string[]) {
  return parseArguments(usage, {
    args,
    allowPositionals: true,
    options: {
      yes: { type: "boolean", short: "y" },
      max: { type: "string" },
      network: { type: "string" },
      token: { type: "string" },
      out: { type: "string", short: "o" },
      help: { type: "boolean", short: "h" },
    },
  });
}

function readLink(text: string): URL {
  if (!URL.canParse(text)) throw new UsageError(`“${text}” is not a link.\n\n${usage}`);
  const link = new URL(text);
  if (link.protocol !== "https:" && link.protocol !== "http:")
    throw new UsageError("The link has to be http or https.");
  return link;
}
