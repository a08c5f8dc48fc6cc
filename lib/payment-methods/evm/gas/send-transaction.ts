import "server-only";
import { type Hex, keccak256 } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { systemClock } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { GAS_TO_DEPLOY } from "@/lib/payment-methods/evm/chain/account-signature";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Address, Network } from "@/lib/payment-methods/evm/chain/networks";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";
import { readBalance } from "@/lib/payment-methods/evm/chain/token";
import { readWalletCode } from "@/lib/payment-methods/evm/chain/wallet-code";
import { mayMoveMoney, mayMoveMoneyIn, RETRY_AFTER_RESTORE } from "@/lib/restoration/may-move-money";
import { checkBudgets, type Spender, type SpendingKind } from "./budget";
import { readDataFee } from "./data-fee";
import { type Fees, readFees } from "./fees";
import type { GasTransactionRow } from "./gas-transaction";
import { holdWaste, type WorstCase } from "./hold-waste";
import { holdLease, keepFence, type Lease } from "./lease";
import { waitInLine } from "./line";
import { GasRefused } from "./refused";
import { areKeysSlow, poolOf, type WastePool, worstCase } from "./waste-pools";

const WAITS_FOR_OPERATOR = "A restore waits for the operator's confirmation.";

/** The most gas that one transaction may take. A plain settlement takes about 103,000. */
const MAX_GAS: Record<SpendingKind, bigint> = { settlement: 400_000n, refund: 400_000n, deployment: GAS_TO_DEPLOY };
/** The most for a payer with unknown code: it may behave differently in a block than in a simulation. */
const MAX_FOR_UNKNOWN_CODE = 200_000n;

/** The purpose of a transaction, and whose payment it is for. */
export type Purpose = Spender & {
  kind: SpendingKind;
  transferId: string;
  /** Whether the transfer is still to be settled: asked inside the transaction that stores what is signed. */
  mayStillSend(tx: Tx): Promise<boolean>;
  /** The amount that the payer pays, in the token's atomic units. */
  amount: bigint;
  /** Simulates it in the next block, where the newest may be too early for it. */
  simulatesAt?: "pending" | undefined;
};

export type Call = { to: `0x${string}`; data: Hex };

/**
 * Sends a call from the gas account. Simulated, priced and counted first; then account nonce, signed transaction and
 * hash are committed together, under the lease's fence; then it is broadcast. Once committed it cannot be lost:
 * whatever happens to the broadcast or this process, `tendGasTransactions` takes care of it.
 *
 * @returns the stored transaction
 * @throws GasRefused when nothing was stored or signed; any other error means that it may have been
 */
export async function sendTransaction(
  network: Network,
  gasKey: Hex,
  call: Call,
  purpose: Purpose,
): Promise<GasTransactionRow> {
  const row = await storeInTurn({ network, account: privateKeyToAccount(gasKey), call, purpose });
  await broadcast(row);
  return row;
}

type Sending = { network: Network; account: PrivateKeyAccount; call: Call; purpose: Purpose };

/** Waits for its turn if another transaction has to be in a block first. */
async function storeInTurn(sending: Sending): Promise<GasTransactionRow> {
  const { network, account } = sending;
  const address = account.address.toLowerCase();
  let prepared = await prepare(sending);
  try {
    return await store(sending, prepared);
  } catch (error) {
    if (!(error instanceof GasRefused && error.inLine)) throw error;
    return waitInLine({ chainId: network.chainId, address }, error, async () => {
      // Checks of the database come before those of the chain.
      await holdWaste(db(), { ...prepared, atPending: true }, systemClock.now());
      prepared = await prepare(sending);
      return store(sending, prepared);
    });
  }
}

function store({ account, call, purpose }: Sending, prepared: Prepared): Promise<GasTransactionRow> {
  return db().$transaction(async (tx) => {
    const now = systemClock.now();
    await keepFence(tx, prepared.lease, now);
    await requireSettling(tx, purpose);
    const { byPaidStorage } = await checkBudgets(tx, purpose, now);
    await holdWaste(tx, prepared, now);
    const accountNonce = await nextNonce(tx, prepared.lease, prepared.pendingCount);
    return storeTransaction(tx, account, {
      ...prepared,
      ...call,
      accountNonce,
      attempt: 0,
      held: prepared.worst,
      kind: purpose.kind,
      transferId: purpose.transferId,
      sellerId: purpose.sellerId,
      amount: purpose.amount.toString(),
      byPaidStorage,
      now,
    });
  });
}

type Prepared = WorstCase & { lease: Lease; gas: bigint; fees: Fees; pendingCount: number };

async function prepare({ network, account: { address }, call, purpose }: Sending): Promise<Prepared> {
  const { chainId } = network;
  const { kind, payer } = purpose;
  const client = publicClient(chainId);
  const lease = await holdLease({ chainId, address: address.toLowerCase() }, systemClock.now());
  try {
    const [code, balance, has, estimate, fees, pendingCount, dataFee] = await Promise.all([
      readWalletCode(chainId, payer as Address),
      client.getBalance({ address }),
      readBalance(network, payer as Address),
      client.estimateGas({ account: address, ...call, blockTag: purpose.simulatesAt }),
      readFees(network),
      client.getTransactionCount({ address, blockTag: "pending" }),
      readDataFee(chainId, (call.data.length - 2) / 2),
    ]);
    const pool = poolOf(kind, code);
    const of = { network, address: lease.address, balance, now: systemClock.now() };
    const atPending = pool === "keys" && (await areKeysSlow(db(), of));
    const gas = atPending ? await client.estimateGas({ account: address, ...call, blockTag: "pending" }) : estimate;
    const limit = gasLimit(gas, kind, code === "unknown" && kind !== "deployment");
    const cost = limit * fees.maxFeePerGas + dataFee;
    if (cost > balance) throw new GasRefused("The gas account cannot pay for the transaction.");
    const worst = worstCase(network, limit, dataFee);
    const money = { has, pays: purpose.amount };
    const hold = { network, address: lease.address, pool, payer, balance, worst, atPending, money };
    return { ...hold, lease, gas: limit, fees, pendingCount };
  } catch (error) {
    if (error instanceof GasRefused) throw error;
    throw new GasRefused("The transaction could not be prepared.", { cause: safeChainError(error) });
  }
}

/**
 * Changes by others until its block may make it cost a little more than estimated.
 *
 * @throws GasRefused (`wallet_unsupported`) when the payer's wallet needs too much gas
 */
function gasLimit(estimate: bigint, kind: SpendingKind, isUnknownCode: boolean): bigint {
  const most = isUnknownCode ? MAX_FOR_UNKNOWN_CODE : MAX_GAS[kind];
  if (estimate > most) {
    throw new GasRefused(`A ${kind} would take ${estimate} gas, the most is ${most}.`, { code: "wallet_unsupported" });
  }
  const limit = (estimate * 6n) / 5n;
  return isUnknownCode && limit > most ? most : limit;
}

/** A process that was suspended may continue with a payment that others have ended in the meantime. */
async function requireSettling(tx: Tx, { mayStillSend }: Purpose): Promise<void> {
  if (!(await mayStillSend(tx))) throw new GasRefused("The payment is no longer waiting to be settled.");
}

/**
 * The lowest account nonce that neither the chain, its waiting transactions nor our table has. A number below the
 * node's count is used; one above that we have stored is taken, even if the node does not know it yet.
 */
export async function nextNonce(tx: Tx, { chainId, address: account }: Lease, pendingCount: number): Promise<number> {
  const taken = await prepared(tx).all(TAKEN, [chainId, account, pendingCount], ["Int"]);
  let nonce = pendingCount;
  for (const [accountNonce] of taken) {
    if (accountNonce !== nonce) break;
    nonce += 1;
  }
  return nonce;
}

const TAKEN = `
  SELECT "accountNonce" FROM "GasTransaction"
  WHERE "chainId" = ? AND "account" = ? AND "attempt" = 0 AND "accountNonce" >= ? ORDER BY "accountNonce"`;

type Unsigned = Call & {
  lease: Lease;
  accountNonce: number;
  attempt: number;
  kind: string;
  gas: bigint;
  fees: Fees;
  transferId: string | null;
  sellerId: string | null;
  payer: string | null;
  /** What the payer's balance has to cover, in the token's atomic units. */
  amount: string | null;
  pool: WastePool | null;
  /** It uses the share that its seller has because storage was paid for. Of a replacement, its first attempt says so. */
  byPaidStorage?: boolean;
  /** The amount held for its account nonce, in gwei; a replacement adds nothing to it. */
  held: bigint;
  now: Date;
};

/**
 * Signs and stores a transaction. The caller has checked the fence in the same database transaction.
 *
 * @throws GasRefused after a restore, until the operator has confirmed it: the last line of defence (rule 13)
 */
export async function storeTransaction(
  tx: Tx,
  account: PrivateKeyAccount,
  { to, data, lease, fees, gas, now, ...rest }: Unsigned,
): Promise<GasTransactionRow> {
  if (!(await mayMoveMoneyIn(tx))) throw new GasRefused(WAITS_FOR_OPERATOR, { retryAfter: RETRY_AFTER_RESTORE });
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
  const { accountNonce, attempt, kind, transferId, sellerId, payer, amount, pool, held, byPaidStorage = false } = rest;
  return prepared(tx).gasTransaction.create({
    id: newId(),
    chainId,
    account: lease.address,
    accountNonce,
    attempt,
    fence,
    kind,
    transferId,
    sellerId,
    payer,
    amount,
    pool,
    held,
    byPaidStorage,
    wasted: 0n,
    to,
    data,
    gas: gas.toString(),
    maxFeePerGas: fees.maxFeePerGas.toString(),
    maxPriorityFeePerGas: fees.maxPriorityFeePerGas.toString(),
    raw,
    hash: keccak256(raw),
    state: "open",
    createdAt: now,
  });
}

/**
 * Broadcasts a stored transaction, unless a restore waits for its operator. Safe to repeat. Never throws: stored
 * transactions are tended later.
 */
export async function broadcast({ chainId, raw, hash }: GasTransactionRow): Promise<void> {
  try {
    if (!(await mayMoveMoney())) return;
    await publicClient(chainId).sendRawTransaction({ serializedTransaction: raw as Hex });
  } catch (error) {
    const safe = safeChainError(error);
    // The node already has it, or a block with its nonce: the receipts will tell.
    const known = /already known|already imported|known transaction|nonce too low/i.test(safe.message);
    log[known ? "debug" : "warn"]({ err: safe, chainId, hash }, "a stored transaction was not taken by the node");
  }
}
