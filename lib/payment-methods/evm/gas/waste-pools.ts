import "server-only";
import type { TransactionReceipt } from "viem";
import { DAY } from "@/lib/clock";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import type { Address, Network } from "@/lib/payment-methods/evm/chain/networks";
import { readWalletCode, type WalletCode } from "@/lib/payment-methods/evm/chain/wallet-code";
import type { SpendingKind } from "./budget";
import { feeCap } from "./fees";
import type { GasAccount } from "./lease";
import { GAS_OF_A_SETTLEMENT } from "./sales-left";

/**
 * Waste: gas spent without a settlement, or the cost of a settlement beyond 1.3 plain ones. A payer can make a
 * settlement revert: by code that burns gas in a block but not in a simulation, or by money that has moved in the
 * meantime. So the possible loss is held before anything is signed, in the database transaction that stores it, and
 * corrected from the receipt. Held and lost gas within 24 hours never exceeds a pool's share; docs/decisions/0113 has
 * the numbers.
 */
export const WASTE_POOLS = ["keys", "known", "unknown", "deployments", "refunds"] as const;
export type WastePool = (typeof WASTE_POOLS)[number];

const GWEI = 1_000_000_000n;
/** Plain settlements at the fee cap that may be lost in 24 hours on one network. */
const PLAIN_SETTLEMENTS = 100n;
/** Of the gas account's balance. */
const SHARE_OF_BALANCE = 20n;
/** An account that is nearly empty still settles: its share would be too small for a single sale. */
const LEAST_SETTLEMENTS = 2n;

/** Of W, in quarters. Plain keys may use up to twice theirs, one at a time. */
const QUARTERS: Record<WastePool, bigint> = { keys: 4n, known: 2n, unknown: 1n, deployments: 1n, refunds: 1n };

export function poolOf(kind: SpendingKind, code: WalletCode): WastePool {
  if (kind === "deployment") return "deployments";
  if (kind === "refund") return "refunds";
  return code === "none" ? "keys" : code;
}

/** The most that may be lost on a network in 24 hours, in gwei. @param balance of the gas account, in wei */
export function wasteAllowance(network: Network, pool: WastePool, balance: bigint): bigint {
  const plain = GAS_OF_A_SETTLEMENT * feeCap(network);
  const most = PLAIN_SETTLEMENTS * plain;
  const share = balance / SHARE_OF_BALANCE;
  const least = LEAST_SETTLEMENTS * plain;
  const w = share > most ? most : share < least ? least : share;
  return (w * QUARTERS[pool]) / 4n / GWEI;
}

/** The maximum cost of a transaction: its whole gas limit at the highest fee that a replacement may reach. In gwei. */
export function worstCase(network: Network, gasLimit: bigint, dataFee: bigint): bigint {
  return inGwei(gasLimit * feeCap(network) + dataFee);
}

/** In gwei: `held` for open transactions, `lost` by those that got into a block within 24 hours. */
export type Waste = { held: bigint; lost: bigint };

/** For one gas account: open transactions of another key do not affect this one's balance. */
export async function readWaste(
  client: Db | Tx,
  { chainId, address: account }: GasAccount,
  pool: WastePool,
  now: Date,
): Promise<Waste> {
  const since = new Date(now.getTime() - DAY);
  const values = [chainId, account, pool, chainId, account, pool, since];
  const [[held, lost] = []] = await prepared(client).all(SUMS, values, ["BigInt", "BigInt"]);
  return { held: (held ?? 0n) as bigint, lost: (lost ?? 0n) as bigint };
}

const SUMS = `SELECT
  (SELECT SUM("held") FROM "GasTransaction" WHERE "chainId" = ? AND "account" = ? AND "pool" = ? AND "state" = 'open'),
  (SELECT SUM("wasted") FROM "GasTransaction" WHERE "chainId" = ? AND "account" = ? AND "pool" = ? AND "closedAt" > ?)`;

/**
 * Whether nothing more of this kind can be sent now: then nobody is asked to sign. A hint; `holdWaste` decides.
 *
 */
export async function isPoolSpent(client: Db, { network, address, pool, balance, now }: Pool): Promise<boolean> {
  const most = wasteAllowance(network, pool, balance) * (pool === "keys" ? 2n : 1n);
  const next = worstCase(network, (GAS_OF_A_SETTLEMENT * 6n) / 5n, 0n);
  // Held amounts are released within some blocks: new payers wait in line.
  const { lost } = await readWaste(client, { chainId: network.chainId, address }, pool, now);
  return lost > 0n && lost + next > most;
}

/** A pool of a gas account (lower case) with this balance (wei). */
type Pool = { network: Network; address: string; pool: WastePool; balance: bigint; now: Date };

/** The pool of a payer, by the code at the address. */
export async function readPayersPool(chainId: number, payer: Address): Promise<WastePool> {
  return poolOf("settlement", await readWalletCode(chainId, payer));
}

/** Whether plain keys have used up their share, so that new ones go one at a time. */
export async function areKeysSlow(
  client: Db,
  { network, address, balance, now }: Omit<Pool, "pool">,
): Promise<boolean> {
  const allowed = wasteAllowance(network, "keys", balance);
  const next = worstCase(network, (GAS_OF_A_SETTLEMENT * 3n) / 2n, 0n);
  const { held, lost } = await readWaste(client, { chainId: network.chainId, address }, "keys", now);
  return held + lost + next > allowed;
}

/** Gas that a settlement may take before it counts as waste. */
const FAIR_GAS = (GAS_OF_A_SETTLEMENT * 13n) / 10n;

/**
 * The waste of a transaction in a block, in gwei. A deployment settles nothing by itself: it is waste until its payment
 * is in a block.
 */
export function wasteOf(kind: string, receipt: TransactionReceipt): bigint {
  if (kind === "filler") return 0n;
  if (receipt.status !== "success" || kind === "deployment") return costOf(receipt);
  const { gasUsed, effectiveGasPrice, gasUsedForL1 } = receipt as TransactionReceipt & ChainFees;
  const beyond = gasUsed - BigInt(gasUsedForL1 ?? 0) - FAIR_GAS;
  return beyond > 0n ? inGwei(beyond * effectiveGasPrice) : 0n;
}

/** What a transaction in a block cost, in gwei. */
export function costOf(receipt: TransactionReceipt): bigint {
  const { gasUsed, effectiveGasPrice, l1Fee } = receipt as TransactionReceipt & ChainFees;
  return inGwei(gasUsed * effectiveGasPrice + BigInt(l1Fee ?? 0));
}

/** The fields that rollups add to a receipt for data on the layer below: OP Stack in wei, Arbitrum in gas. */
type ChainFees = { l1Fee?: string | bigint; gasUsedForL1?: string | bigint };

function inGwei(wei: bigint): bigint {
  return (wei + GWEI - 1n) / GWEI;
}
