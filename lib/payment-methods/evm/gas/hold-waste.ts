import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { GasAccount } from "./lease";
import { GasRefused } from "./refused";
import { readWaste, type WastePool, wasteAllowance } from "./waste-pools";

/** Seconds after which to ask again when another transaction has to be in a block first. */
const NEXT_BLOCKS = 5;
/** Seconds: a pool may be used up for hours, and becomes free bit by bit. */
const MAX_WAIT = 600;

/** A transaction before it is signed. */
export type WorstCase = {
  network: Network;
  /** The gas account's address, in lower case. */
  address: string;
  pool: WastePool;
  payer: string;
  /** Of the gas account, in wei. */
  balance: bigint;
  /** In gwei. */
  worst: bigint;
  /** Whether the call was simulated together with the pending transactions. */
  atPending: boolean;
  /** The payer's balance and the amount, in the token's atomic units. */
  money: { has: bigint; pays: bigint };
};

/**
 * Makes sure that a transaction's worst case fits in its pool, and that the payer's balance does not have to cover
 * several payments. Called in the database transaction that stores it.
 *
 * @throws GasRefused (`settlements_spent`) when it does not, or when the payer has to wait for another one's block
 */
export async function holdWaste(tx: Db | Tx, hold: WorstCase, now: Date): Promise<void> {
  const { network, address, pool, payer, balance, worst } = hold;
  const account = { chainId: network.chainId, address };
  if (pool === "keys" || pool === "refunds") await requireOwnMoney(tx, account, hold);
  else await requireNoneOpen(tx, account, { payer });
  const allowed = wasteAllowance(network, pool, balance);
  const { held, lost } = await readWaste(tx, account, pool, now);
  // If the account has little, its share is less than one transaction: those go one at a time.
  if (held + lost === 0n || held + lost + worst <= allowed) return;
  const most = pool === "keys" ? 2n * allowed : allowed;
  if (held + lost + worst > most) {
    if (lost === 0n || lost + worst <= most) throw inLine();
    throw spent(`The daily limit of lost gas for transactions of this kind is used up: ${pool}.`, MAX_WAIT);
  }
  if (!hold.atPending) throw spent("To be simulated with what waits for the next block.", 1, true);
  await requireNoneOpen(tx, account, (await hasSettled(tx, payer)) ? { payer } : { pool });
}

/**
 * One balance signed away to many at the same time makes all but one of them revert, without a race and at no cost to
 * the payer. So open payments count against the balance; a payer with too little waits for those blocks, and is
 * simulated again.
 */
async function requireOwnMoney(tx: Db | Tx, { chainId, address: account }: GasAccount, { payer, money }: WorstCase) {
  const open = await prepared(tx).all(OPEN_AMOUNTS, [chainId, account, payer], ["String"]);
  const owed = open.reduce((sum, [amount]) => sum + BigInt(String(amount)), 0n);
  if (open.length > 0 && owed + money.pays > money.has) throw inLine();
}

const OPEN_AMOUNTS = `
  SELECT "amount" FROM "GasTransaction"
  WHERE "chainId" = ? AND "account" = ? AND "payer" = ? AND "state" = 'open' AND "attempt" = 0 AND "amount" IS NOT NULL`;

/** A contract wallet has one pending transaction; if much was lost, so has every new payer. */
async function requireNoneOpen(
  tx: Db | Tx,
  { chainId, address: account }: GasAccount,
  of: { payer?: string; pool?: WastePool },
): Promise<void> {
  if (await prepared(tx).gasTransaction.findFirst({ chainId, account, ...of, state: "open" })) throw inLine();
}

async function hasSettled(tx: Db | Tx, payer: string): Promise<boolean> {
  return (await prepared(tx).gasTransaction.findFirst({ payer, kind: "settlement", state: "mined" })) !== null;
}

function inLine(): GasRefused {
  return spent("Another transaction has to be in a block first.", NEXT_BLOCKS, true);
}

function spent(message: string, retryAfter: number, inLine = false): GasRefused {
  return new GasRefused(message, { code: "settlements_spent", retryAfter, inLine });
}
