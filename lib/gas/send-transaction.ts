import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { type Hex, keccak256 } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { GAS_TO_DEPLOY } from "@/lib/chain/account-signature";
import { publicClient } from "@/lib/chain/clients";
import type { Address, Network } from "@/lib/chain/networks";
import { safeChainError } from "@/lib/chain/safe-error";
import { readWalletCode } from "@/lib/chain/wallet-code";
import { SECOND, systemClock } from "@/lib/clock";
import { type Db, db, type Tx } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { checkBudgets, type Spender, type SpendingKind } from "./budget";
import { readDataFee } from "./data-fee";
import { type Fees, readFees } from "./fees";
import { closeWhatIsMined } from "./find-receipt";
import { holdLease, keepFence, type Lease } from "./lease";
import { GasRefused } from "./refused";
import { areKeysSlow, checkWaste, poolOf, type WastePool, worstCase } from "./waste";

export type GasTransactionRow = NonNullable<Awaited<ReturnType<Db["gasTransaction"]["findUnique"]>>>;

/** The most gas that one transaction may take. A plain settlement takes about 103,000. */
const MOST_GAS: Record<SpendingKind, bigint> = { settlement: 400_000n, refund: 400_000n, deployment: GAS_TO_DEPLOY };
/** The most for a payer whose code nobody knows: it may do in a block what it did not do in a simulation. */
const MOST_FOR_UNKNOWN_CODE = 200_000n;

/** How long one waits for the block of another that has to come first (ms), and how often it looks. */
const IN_LINE = 8 * SECOND;
const LOOK_AGAIN = 300;

/** Why a transaction is sent, and for whom. */
export type Purpose = Spender & {
  kind: SpendingKind;
  paymentId: string;
};

export type Call = { to: `0x${string}`; data: Hex };

/**
 * Sends a call from the gas account. Simulated, priced and counted first; then account nonce, signed transaction and
 * hash are committed together, under the lease's fence; then it is broadcast. Once committed it cannot be lost: whatever
 * happens to the broadcast or this process, `tendGasTransactions` sees to it.
 *
 * @returns the stored transaction
 * @throws GasRefused when nothing was stored or signed; any other error leaves open whether it was
 */
export async function sendTransaction(
  network: Network,
  gasKey: Hex,
  call: Call,
  purpose: Purpose,
): Promise<GasTransactionRow> {
  const account = privateKeyToAccount(gasKey);
  for (const deadline = performance.now() + IN_LINE; ; await sleep(LOOK_AGAIN)) {
    try {
      const row = await prepareAndStore(network, account, call, purpose);
      await broadcast(row);
      return row;
    } catch (error) {
      const waits = error instanceof GasRefused && error.inLine;
      if (!waits || performance.now() > deadline) throw error;
      await closeWhatIsMined(network.chainId);
    }
  }
}

async function prepareAndStore(
  network: Network,
  account: PrivateKeyAccount,
  call: Call,
  purpose: Purpose,
): Promise<GasTransactionRow> {
  const prepared = await prepare(network, account, call, purpose);
  return db().$transaction(async (tx) => {
    const now = systemClock.now();
    await keepFence(tx, prepared.lease, now);
    await requireSettling(tx, purpose);
    await checkBudgets(tx, purpose, now);
    await checkWaste(tx, { network, payer: purpose.payer, ...prepared }, now);
    const accountNonce = await nextNonce(tx, prepared.lease, prepared.pendingCount);
    return storeTransaction(tx, account, {
      ...prepared,
      ...call,
      accountNonce,
      attempt: 0,
      held: prepared.worst,
      kind: purpose.kind,
      paymentId: purpose.paymentId,
      sellerId: purpose.sellerId,
      payer: purpose.payer,
      now,
    });
  });
}

type Prepared = {
  lease: Lease;
  gas: bigint;
  fees: Fees;
  pendingCount: number;
  pool: WastePool;
  /** Of the gas account, in wei. */
  balance: bigint;
  /** What it may cost at worst, in gwei. */
  worst: bigint;
  atPending: boolean;
};

async function prepare(network: Network, { address }: PrivateKeyAccount, call: Call, { kind, payer }: Purpose) {
  const { chainId } = network;
  const client = publicClient(chainId);
  const lease = await holdLease({ chainId, address: address.toLowerCase() }, systemClock.now());
  try {
    const [code, balance, estimate, fees, pendingCount, dataFee] = await Promise.all([
      readWalletCode(chainId, payer as Address),
      client.getBalance({ address }),
      client.estimateGas({ account: address, ...call }),
      readFees(network),
      client.getTransactionCount({ address, blockTag: "pending" }),
      readDataFee(chainId, (call.data.length - 2) / 2),
    ]);
    const pool = poolOf(kind, code);
    const atPending = pool === "keys" && (await areKeysSlow(db(), network, balance, systemClock.now()));
    const gas = atPending ? await client.estimateGas({ account: address, ...call, blockTag: "pending" }) : estimate;
    const limit = gasLimit(gas, kind, code === "unknown" && kind !== "deployment");
    const cost = limit * fees.maxFeePerGas + dataFee;
    if (cost > balance) throw new GasRefused("The gas account cannot pay for the transaction.");
    const worst = worstCase(network, limit, dataFee);
    return { lease, gas: limit, fees, pendingCount, pool, balance, worst, atPending } satisfies Prepared;
  } catch (error) {
    if (error instanceof GasRefused) throw error;
    throw new GasRefused("The transaction could not be prepared.", { cause: safeChainError(error) });
  }
}

/**
 * What others change until its block may cost a little more than was estimated.
 *
 * @throws GasRefused (`wallet_unsupported`) when the payer's wallet takes too much
 */
function gasLimit(estimate: bigint, kind: SpendingKind, isUnknownCode: boolean): bigint {
  const most = isUnknownCode ? MOST_FOR_UNKNOWN_CODE : MOST_GAS[kind];
  if (estimate > most) {
    throw new GasRefused(`A ${kind} would take ${estimate} gas, the most is ${most}.`, { code: "wallet_unsupported" });
  }
  const limit = (estimate * 6n) / 5n;
  return isUnknownCode && limit > most ? most : limit;
}

/** A process that slept may come back to a payment that others have ended meanwhile. */
async function requireSettling(tx: Tx, { kind, paymentId }: Purpose): Promise<void> {
  const wanted =
    kind === "refund"
      ? tx.refund.count({ where: { paymentId, state: "confirming" } })
      : tx.payment.count({ where: { id: paymentId, state: "settling" } });
  if ((await wanted) === 0) {
    throw new GasRefused("The payment is not to be settled any more.");
  }
}

/**
 * The lowest account nonce that neither the chain, its waiting transactions nor our table has. A number below the
 * node's count is gone; one above that we have stored is taken, even if the node has not heard of it.
 */
export async function nextNonce(tx: Tx, { chainId, address: account }: Lease, pendingCount: number): Promise<number> {
  const taken = await tx.gasTransaction.findMany({
    where: { chainId, account, attempt: 0, accountNonce: { gte: pendingCount } },
    select: { accountNonce: true },
    orderBy: { accountNonce: "asc" },
  });
  let nonce = pendingCount;
  for (const { accountNonce } of taken) {
    if (accountNonce !== nonce) break;
    nonce += 1;
  }
  return nonce;
}

export type Unsigned = Call & {
  lease: Lease;
  accountNonce: number;
  attempt: number;
  kind: string;
  gas: bigint;
  fees: Fees;
  paymentId: string | null;
  sellerId: string | null;
  payer: string | null;
  pool: WastePool | null;
  /** What is held for its account nonce, in gwei; a replacement adds nothing to that. */
  held: bigint;
  now: Date;
};

/** Signs and stores a transaction. The caller has checked the fence in the same database transaction. */
export async function storeTransaction(
  tx: Tx,
  account: PrivateKeyAccount,
  { to, data, lease, fees, gas, now, ...rest }: Unsigned,
): Promise<GasTransactionRow> {
  const { chainId, fence } = lease;
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId,
    to,
    data,
    gas,
    nonce: rest.accountNonce,
    ...fees,
  });
  const { accountNonce, attempt, kind, paymentId, sellerId, payer, pool, held } = rest;
  return tx.gasTransaction.create({
    data: {
      id: newId(),
      chainId,
      account: lease.address,
      accountNonce,
      attempt,
      fence,
      kind,
      paymentId,
      sellerId,
      payer,
      pool,
      held,
      to,
      data,
      gas: gas.toString(),
      maxFeePerGas: fees.maxFeePerGas.toString(),
      maxPriorityFeePerGas: fees.maxPriorityFeePerGas.toString(),
      raw,
      hash: keccak256(raw),
      state: "open",
      createdAt: now,
    },
  });
}

/** Hands a stored transaction to the node. Safe to repeat. Never throws: what was stored is tended later. */
export async function broadcast({ chainId, raw, hash }: GasTransactionRow): Promise<void> {
  try {
    await publicClient(chainId).sendRawTransaction({ serializedTransaction: raw as Hex });
  } catch (error) {
    const safe = safeChainError(error);
    // The node has it already, or has a block with its nonce: the receipts will tell.
    const known = /already known|already imported|known transaction|nonce too low/i.test(safe.message);
    log[known ? "debug" : "warn"]({ err: safe, chainId, hash }, "a stored transaction was not taken by the node");
  }
}
