import { readFileSync } from "node:fs";
import { parseArguments, readAddress, readCount, readNetwork, UsageError } from "@/commands/arguments";
import type { Address } from "@/lib/payment-methods/evm/chain/networks";

export const usage = `Usage: npm run sales-on-chain -- [options]

Lists what this shop sold, from the chain alone: buyer, payee, amount, offer, version, time and transaction of each sale.
Needs no database; where there is one, files are named too.

  --network ID        the network, such as eip155:8453 (default: the only one of the settings)
  --rpc URL           an RPC address of it (default: the first of RPC_URL_<chain id>)
  --account ADDR      the gas account that sent the settlements (default: the one of GAS_KEY)
  --pay-to ADDR       look for transfers to this payout address instead; for nodes without old states, and for sales
                      that somebody else settled. May be repeated
  --from-block N      the first block (default: 0)
  --to-block N        the last block (default: the newest)
  --secret-file FILE  a SESSION_SECRET that this shop had. May be repeated; the one of the settings is always tried
  --offer ID          an offer that a buyer's nonce may name. May be repeated
  --json              print JSON

Exit code: 0 each transfer found is a sale of this shop by its mark, 1 at least one is not, 2 it could not be read.`;

export type Options = {
  /** CAIP-2. */
  network: string | null;
  rpc: string | null;
  /** Lower case. */
  account: Address | null;
  /** Lower case. */
  payTo: Address[];
  fromBlock: bigint;
  toBlock: bigint | null;
  secrets: string[];
  offers: string[];
  json: boolean;
};

/** Reads the command line, and the files of secrets. Null: only the usage was asked for. @throws UsageError */
export function readOptions(args: string[]): Options | null {
  const { values } = parse(args);
  if (values.help) return null;
  const { rpc = null, account, json = false } = values;
  const network = readNetwork(values.network);
  if (rpc !== null && !(/^https?:\/\//.test(rpc) && URL.canParse(rpc))) {
    throw new UsageError("--rpc takes an http address.");
  }
  const fromBlock = readBlock("--from-block", values["from-block"]) ?? 0n;
  const toBlock = readBlock("--to-block", values["to-block"]);
  if (toBlock !== null && toBlock < fromBlock) throw new UsageError("--to-block is before --from-block.");
  return {
    network,
    rpc,
    account: account === undefined ? null : readAddress("--account", account),
    payTo: (values["pay-to"] ?? []).map((text) => readAddress("--pay-to", text)),
    fromBlock,
    toBlock,
    secrets: (values["secret-file"] ?? []).map(readSecret),
    offers: values.offer ?? [],
    json,
  };
}

function parse(args: string[]) {
  return parseArguments(usage, {
    args,
    options: {
      network: { type: "string" },
      rpc: { type: "string" },
      account: { type: "string" },
      "pay-to": { type: "string", multiple: true },
      "from-block": { type: "string" },
      "to-block": { type: "string" },
      "secret-file": { type: "string", multiple: true },
      offer: { type: "string", multiple: true },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
}

function readBlock(name: string, text: string | undefined): bigint | null {
  if (text === undefined) return null;
  return BigInt(readCount(name, text, [0, Number.MAX_SAFE_INTEGER], "the number of a block"));
}

/** White space around it is cut, as for settings that come from files. */
function readSecret(path: string): string {
  let secret: string;
  try {
    secret = readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new UsageError(`The secret cannot be read: ${(error as Error).message}`);
  }
  if (secret === "") throw new UsageError(`${path} is empty.`);
  return secret;
}
