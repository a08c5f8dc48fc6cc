import {
  BlockNotFoundError,
  decodeFunctionData,
  type Hash,
  parseGwei,
  type Transaction,
  type TransactionReceipt,
} from "viem";
import { usdcAbi } from "../lib/payment-methods/evm/chain/usdc.abi";
import type { SafeWallet } from "../test/safe";
import { reader } from "./chain-tools";
import type { Loss } from "./kind";
import type { Result } from "./run";
import { FEE_CAP_GWEI, type World } from "./world";

/** Gas of one plain settlement, and what one may take before the rest counts as wasted. */
const PLAIN = 103_000n;
const FAIR = (PLAIN * 13n) / 10n;
/** W, in wei: what may be lost in a day, were all of it at the cap. The gas account has far more than twenty times that. */
export const ALLOWED = 100n * PLAIN * parseGwei(FEE_CAP_GWEI);
const BLOCKS_AT_ONCE = 50n;

/** What the gas account lost, in wei, and by how many transactions; by what stood at the payer's address. */
export type Waste = Record<Loss, { lost: bigint; transactions: number }>;

type Sent = { transaction: Transaction; receipt: TransactionReceipt };

/** Reads from the blocks what the gas account paid without settling anything. The shop's ledger is not asked. */
export async function readWaste(world: World, results: Pick<Result, "buyer" | "kind">[]): Promise<Waste> {
  const sent = await sentBy(world);
  const coded = new Set<string>();
  const wallets = new Map<string, string>();
  for (const { buyer, kind } of results) {
    const address = buyer.account.address.toLowerCase();
    if (kind.wastes ? kind.wastes === "coded" : kind.payer) coded.add(address);
    const { factoryData } = buyer.account as Partial<SafeWallet>;
    if (factoryData) wallets.set(factoryData.toLowerCase(), address);
  }
  const paid = new Set(sent.filter(isSettled).map(({ transaction }) => payerOf(transaction)));
  const waste: Waste = { keys: { lost: 0n, transactions: 0 }, coded: { lost: 0n, transactions: 0 } };
  for (const { transaction, receipt } of sent) {
    const made = wallets.get(transaction.input.toLowerCase());
    const lost = made ? (paid.has(made) ? 0n : priceOf(receipt, receipt.gasUsed)) : lostBy(receipt);
    const payer = made ?? payerOf(transaction);
    const pool = waste[payer !== null && coded.has(payer) ? "coded" : "keys"];
    pool.lost += lost;
    if (lost > 0n) pool.transactions += 1;
  }
  return waste;
}

async function sentBy({ chain }: World): Promise<Sent[]> {
  const client = reader(chain);
  const gasAccount = chain.accounts.gas.address.toLowerCase();
  const newest = await client.getBlockNumber();
  const ours: Transaction[] = [];
  for (let from = 0n; from <= newest; from += BLOCKS_AT_ONCE) {
    const length = Number(newest - from + 1n < BLOCKS_AT_ONCE ? newest - from + 1n : BLOCKS_AT_ONCE);
    const numbers = Array.from({ length }, (_, at) => from + BigInt(at));
    const blocks = await Promise.all(numbers.map((number) => transactionsIn(client, number)));
    ours.push(...blocks.flat().filter(({ from }) => from === gasAccount));
  }
  const count = await client.getTransactionCount({ address: chain.accounts.gas.address });
  if (ours.length !== count) {
    throw new Error(
      `The gas account sent ${count} transactions, and ${ours.length} can be read: nothing can be said of waste.`,
    );
  }
  const receiptOf = (hash: Hash) => client.getTransactionReceipt({ hash });
  return Promise.all(
    ours.map(async (transaction) => ({ transaction, receipt: await receiptOf(transaction.hash as Hash) })),
  );
}

/** Where blocks were replaced, anvil may have lost one: whether anything of ours was in it shows by the number of ours. */
async function transactionsIn(client: ReturnType<typeof reader>, blockNumber: bigint): Promise<Transaction[]> {
  try {
    return (await client.getBlock({ blockNumber, includeTransactions: true })).transactions;
  } catch (error) {
    if (error instanceof BlockNotFoundError) return [];
    throw error;
  }
}

function isSettled({ transaction, receipt }: Sent): boolean {
  return receipt.status === "success" && payerOf(transaction) !== null;
}

/** Lower case. Null when it is no settlement: a deployment, or an account nonce that was filled. */
function payerOf({ input }: Transaction): string | null {
  try {
    const { args } = decodeFunctionData({ abi: usdcAbi, data: input });
    return String(args?.[0]).toLowerCase();
  } catch {
    return null;
  }
}

function lostBy(receipt: TransactionReceipt): bigint {
  if (receipt.status !== "success") return priceOf(receipt, receipt.gasUsed);
  return receipt.gasUsed > FAIR ? priceOf(receipt, receipt.gasUsed - FAIR) : 0n;
}

function priceOf({ effectiveGasPrice }: TransactionReceipt, gas: bigint): bigint {
  return gas * effectiveGasPrice;
}
