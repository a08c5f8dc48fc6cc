import "server-only";
import { type Hex, keccak256 } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { GAS_TO_DEPLOY } from "@/lib/chain/account-signature";
import { publicClient } from "@/lib/chain/clients";
import type { Network } from "@/lib/chain/networks";
import { safeChainError } from "@/lib/chain/safe-error";
import { systemClock } from "@/lib/clock";
import { type Db, db, type Tx } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { checkBudgets, type Spender, type SpendingKind } from "./budget";
import { type Fees, readFees } from "./fees";
import { holdLease, keepFence, type Lease } from "./lease";
import { GasRefused } from "./refused";

export type GasTransactionRow = NonNullable<Awaited<ReturnType<Db["gasTransaction"]["findUnique"]>>>;

/** The most gas that one transaction may take. A plain settlement takes about 103,000. */
const MOST_GAS: Record<SpendingKind, bigint> = { settlement: 400_000n, refund: 400_000n, deployment: GAS_TO_DEPLOY };

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
  const prepared = await prepare(network, account, call, purpose.kind);
  const row = await db().$transaction(async (tx) => {
    const now = systemClock.now();
    await keepFence(tx, prepared.lease, now);
    await requireSettling(tx, purpose);
    await checkBudgets(tx, purpose, now);
    const accountNonce = await nextNonce(tx, prepared.lease, prepared.pendingCount);
    return storeTransaction(tx, account, {
      ...prepared,
      ...call,
      accountNonce,
      attempt: 0,
      kind: purpose.kind,
      paymentId: purpose.paymentId,
      sellerId: purpose.sellerId,
      payer: purpose.payer,
      now,
    });
  });
  await broadcast(row);
  return row;
}

type Prepared = { lease: Lease; gas: bigint; fees: Fees; pendingCount: number };

async function prepare(network: Network, { address }: PrivateKeyAccount, call: Call, kind: Purpose["kind"]) {
  const client = publicClient(network.chainId);
  const lease = await holdLease({ chainId: network.chainId, address: address.toLowerCase() }, systemClock.now());
  try {
    const [gas, fees, pendingCount, balance] = await Promise.all([
      client.estimateGas({ account: address, ...call }),
      readFees(network),
      client.getTransactionCount({ address, blockTag: "pending" }),
      client.getBalance({ address }),
    ]);
    if (gas > MOST_GAS[kind]) throw new GasRefused(`A ${kind} would take ${gas} gas, the most is ${MOST_GAS[kind]}.`);
    // What others change until its block may cost a little more.
    const limit = (gas * 6n) / 5n;
    if (limit * fees.maxFeePerGas > balance) throw new GasRefused("The gas account cannot pay for the transaction.");
    return { lease, gas: limit, fees, pendingCount } satisfies Prepared;
  } catch (error) {
    if (error instanceof GasRefused) throw error;
    throw new GasRefused("The transaction could not be prepared.", { cause: safeChainError(error) });
  }
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
async function nextNonce(tx: Tx, { chainId, address: account }: Lease, pendingCount: number): Promise<number> {
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
  const { accountNonce, attempt, kind, paymentId, sellerId, payer } = rest;
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
