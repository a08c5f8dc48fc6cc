import path from "node:path";
import { parseArguments, readCount, readDollars, UsageError } from "@/commands/arguments";
import type { SpendingLimits } from "@/commands/pay/choose-offer";
import { readGuards } from "@/commands/pay/options";
import { readPayerKey } from "@/commands/payer-key";
import { formatUsd, MAX_PRICE_MICRO_USD } from "@/lib/money";
import {
  DESCRIPTION_MAX,
  DOWNLOAD_DAYS,
  DOWNLOAD_MAX_DAYS,
  ON_SALE_DEFAULT_DAYS,
  TITLE_MAX,
} from "@/lib/products/files/schema";
import { isLoopback } from "@/lib/settings/parsers/urls";

export const usage = `Usage: npm run sell -- <file> --price USD [options]

Uploads a file, puts it on sale on a Filekiosk server and prints its link. Where storage costs something, it is paid first. A
run that was interrupted is taken up by the same command, without paying again.

  --price USD         what buyers pay, such as 0.50; 0 is free
  --days N            how long the file is kept: it is on sale until buyers have just their own days left (default: ${ON_SALE_DEFAULT_DAYS} days
                      on sale, and the days to download)
  --download-days N   how long buyers may download (default ${DOWNLOAD_DAYS}, which is also the least)
  --title TEXT        (default: the file's name)
  --description TEXT
  --hide              show nothing of its content before it is paid for, only facts such as its type and size
  --server URL        (default: APP_URL, or http://localhost:3000)
  --max USD           pay at most this much for storage, without asking. Without it: at most 1.00, and it asks
  --yes               do not ask before paying
  --network ID        pay and sign in on this network, such as eip155:8453
  --token ADDR        with --network: pay with this token. Needed where this command does not know the network or the
                      token; an amount is then counted with 6 decimals, as USDC is
  --accept-terms      accept the terms of the server, if it has some

The wallet's private key is read from PAYER_KEY, or from the file that PAYER_KEY_FILE names. It pays for storage, signs in and
is paid by the buyers. On the devnet a demo wallet sells when neither is set. What an interrupted run needs is kept in
$XDG_STATE_HOME/filekiosk/sell (~/.local/state/filekiosk/sell).

Exit code: 0 the file is on sale, 1 refused, 2 wrong use, 3 interrupted: run the same command again.`;

export type SellOptions = SpendingLimits & {
  /** Absolute. */
  file: string;
  /** Exact USD. */
  price: string;
  /** As given. */
  days: number | null;
  downloadDays: number;
  title: string | undefined;
  description: string | undefined;
  /** Nothing of its content is shown. */
  hide: boolean;
  /** An origin. */
  server: string;
  /** Storage is paid without asking. */
  agreed: boolean;
  acceptTerms: boolean;
  key: `0x${string}` | null;
  stateFolder: string;
};

/**
 * Reads the command line, the wallet's key and where to keep state. Null when the usage is asked for.
 *
 * @throws UsageError
 */
export function readOptions(args: string[], env: Record<string, string | undefined>, home: string): SellOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [file, ...rest] = positionals;
  if (!file || rest.length > 0 || values.price === undefined) throw new UsageError(usage);
  const downloadDays = readDays("--download-days", values["download-days"]) ?? DOWNLOAD_DAYS;
  if (downloadDays < DOWNLOAD_DAYS || downloadDays > DOWNLOAD_MAX_DAYS) {
    throw new UsageError(`--download-days takes ${DOWNLOAD_DAYS} to ${DOWNLOAD_MAX_DAYS} days.`);
  }
  const days = readDays("--days", values.days);
  if (days !== null && days <= downloadDays) {
    throw new UsageError(`Buyers get ${downloadDays} days to download, so --days has to be more than that.`);
  }
  return {
    file: path.resolve(file),
    price: readPrice(values.price),
    days,
    downloadDays,
    title: readText("--title", values.title, TITLE_MAX),
    description: readText("--description", values.description, DESCRIPTION_MAX),
    hide: values.hide ?? false,
    server: readServer(values.server ?? (env.APP_URL?.trim() || "http://localhost:3000")),
    ...readGuards(values),
    agreed: (values.yes ?? false) || values.max !== undefined,
    acceptTerms: values["accept-terms"] ?? false,
    key: readPayerKey(env),
    stateFolder: path.join(stateHome(env, home), "filekiosk", "sell"),
  };
}

/** For how many days the file is to be kept. */
export function daysKept({ days, downloadDays }: Pick<SellOptions, "days" | "downloadDays">): number {
  return days ?? ON_SALE_DEFAULT_DAYS + downloadDays;
}

function parse(args: string[]) {
  return parseArguments(usage, {
    args,
    allowPositionals: true,
    options: {
      price: { type: "string" },
      days: { type: "string" },
      "download-days": { type: "string" },
      title: { type: "string" },
      description: { type: "string" },
      hide: { type: "boolean" },
      server: { type: "string" },
      max: { type: "string" },
      yes: { type: "boolean", short: "y" },
      network: { type: "string" },
      token: { type: "string" },
      "accept-terms": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
}

function readPrice(text: string): string {
  const price = readDollars("--price", text, "0.50");
  if (price > MAX_PRICE_MICRO_USD) throw new UsageError("The highest price is $10,000.");
  return formatUsd(price);
}

/** Counting on is for the server, which knows how long it keeps files. */
const DAYS_MAX = 999_999;

function readDays(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  return readCount(name, text, [1, DAYS_MAX], "a whole number of days");
}

/** Checked here, since the server sees them only after storage was paid. */
function readText(name: string, text: string | undefined, most: number): string | undefined {
  if (text !== undefined && text.trim().length > most)
    throw new UsageError(`${name} takes at most ${most} characters.`);
  return text;
}

function readServer(text: string): string {
  if (!URL.canParse(text)) throw new UsageError(`“${text}” is not the URL of a server.`);
  const { href, origin, protocol } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:") throw new UsageError("The server's URL has to be http or https.");
  if (href !== `${origin}/`) throw new UsageError(`The server's URL has no path: ${origin}`);
  if (protocol === "http:" && !isLoopback(href)) {
    throw new UsageError(`${origin} would send your file and your session unencrypted. Use https.`);
  }
  return origin;
}

/** XDG Base Directory Specification: "All paths set in these environment variables must be absolute", others are ignored. */
function stateHome(env: Record<string, string | undefined>, home: string): string {
  const given = env.XDG_STATE_HOME;
  return given && path.isAbsolute(given) ? given : path.join(home, ".local", "state");
}
