// npm run sales-on-chain: lists what this shop sold, from the chain alone. Only reads.

import { join } from "node:path";
import type { Hex } from "viem";
import { UsageError } from "@/commands/arguments";
import { closeDb } from "@/lib/db/client";
import { findReceived } from "@/lib/payment-methods/evm/chain-backup/find-received";
import { findSent, StateUnreadable } from "@/lib/payment-methods/evm/chain-backup/find-sent";
import { mapAtOnce } from "@/lib/payment-methods/evm/chain-backup/map-at-once";
import { nameOffers } from "@/lib/payment-methods/evm/chain-backup/name-offers";
import { type ChainTransfer, readTransfers } from "@/lib/payment-methods/evm/chain-backup/read-transfers";
import { derivedKey } from "@/lib/settings/derived-key";
import { loadEnvFiles } from "@/lib/settings/env-files";
import { type Options, readOptions, usage } from "./options";
import { describe, type Listed, summaryOf, toJson } from "./report";
import { findPlace, type Place } from "./where-to-look";

const TRANSACTIONS_AT_ONCE = 4;
const root = join(import.meta.dirname, "..");

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  // Relative paths of settings count from here.
  process.chdir(root);
  const place = findPlace(options, root, loadEnvFiles(root));
  const listed = await addNames(await look(options, place), place);
  print(listed, options, place);
  console.error(summaryOf(listed));
  process.exitCode = listed.every(({ offer }) => offer !== null) ? 0 : 1;
}

function print(listed: Listed[], { json }: Options, { network, account }: Place): void {
  if (json) {
    const rows = listed.map((one) => toJson(one, network));
    return console.log(JSON.stringify(rows, null, 2));
  }
  for (const one of listed) console.log(describe(one, network, account?.toLowerCase() ?? null));
}

/** The transfers by authorization, oldest first. */
async function look(options: Options, { client, network, account, secrets }: Place): Promise<ChainTransfer[]> {
  const chainId = await client.getChainId();
  if (chainId !== network.chainId) throw new UsageError(`The RPC address leads to another chain, eip155:${chainId}.`);
  const range = { fromBlock: options.fromBlock, toBlock: options.toBlock ?? (await client.getBlockNumber()) };
  const keys = secrets.map((secret) => derivedKey("chain backup", secret));
  const reading = { client, network, keys, candidates: options.offers };
  const transactions = await findTransactions(options, { client, network, account, range });
  const transfers = await mapAtOnce(transactions, TRANSACTIONS_AT_ONCE, (hash) => readTransfers(reading, hash));
  const wanted = new Set<string>(options.payTo);
  return transfers.flat().filter(({ payTo }) => wanted.size === 0 || wanted.has(payTo));
}

type Search = Pick<Place, "client" | "network" | "account"> & { range: { fromBlock: bigint; toBlock: bigint } };

async function findTransactions({ payTo }: Options, { client, network, account, range }: Search): Promise<Hex[]> {
  if (payTo.length > 0) return findReceived(client, network, payTo, range);
  if (!account) return [];
  console.error(`Looking for transactions of ${account} in blocks ${range.fromBlock} to ${range.toBlock} …`);
  const { transactions, unseen } = await findSent(client, account, range);
  if (unseen > 0) console.error(`The account's count is ${unseen} higher than the transactions that the blocks show.`);
  return transactions;
}

/** Without a database, or with one that cannot be read, everything but the names is there. */
async function addNames(transfers: ChainTransfer[], { hasDatabase }: Place): Promise<Listed[]> {
  const offerOf = ({ offer, named }: ChainTransfer) => offer?.id ?? named;
  const ids = [...new Set(transfers.flatMap((one) => offerOf(one) ?? []))];
  const names = hasDatabase && ids.length > 0 ? await readNames(ids) : new Map<string, never>();
  return transfers.map((one) => ({ ...one, file: names.get(offerOf(one) ?? "") ?? null }));
}

async function readNames(ids: string[]) {
  try {
    return await nameOffers(ids);
  } catch (error) {
    console.error(`Files are not named, because the database cannot be read: ${wordsOf(error)}`);
    return new Map<string, never>();
  } finally {
    await closeDb().catch(() => {});
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && "shortMessage" in error) return String(error.shortMessage);
  // Prisma's messages show the call first, on several lines.
  return (error instanceof Error ? error.message : String(error)).trim().split("\n").pop() ?? "";
}

main().catch((error: unknown) => {
  const old = error instanceof StateUnreadable;
  console.error(
    error instanceof UsageError ? error.message : `It could not be read: ${wordsOf(old ? error.cause : error)}`,
  );
  if (old) {
    console.error(
      `The node tells no state of block ${error.block}. Most nodes keep those of recent blocks only: name one with old states by --rpc, a later block by --from-block, or payout addresses by --pay-to.`,
    );
  }
  process.exitCode = 2;
});
