import { randomBytes } from "node:crypto";
import { db, type Tx } from "../lib/db/client";
import { newId } from "../lib/ids";
import {
  EIP3009,
  type Eip3009,
  networkOf,
  personOf,
  readAuthorization,
  readSigned,
  toAuthorization,
} from "../lib/payment-methods/evm/eip3009/authorization";
import { proofKey } from "../lib/payments/commit";
import { orderAfter } from "../lib/payments/ledger";
import { type OrderedTransfer, type OrderRow, type TransferRow, withOrder } from "../lib/payments/rows";
import type { PaymentState } from "../lib/payments/schema";
import { wasPaid } from "../lib/payments/states";
import { fileRef } from "../lib/products/files/file-ref";
import type { SignedPayment } from "./sign-payment";

/** Rows of the core, as tests make and change them by hand. */

/** The columns of a transfer that no chain has shown. */
export const UNPROVEN = {
  transaction: null,
  position: null,
  height: null,
  blockHash: null,
  blockTime: null,
  proofKey: null,
  settledAt: null,
  finalAt: null,
};

/** A payment with its order, as it is now. */
export function readPayment(id: string): Promise<OrderedTransfer> {
  return db().transfer.findUniqueOrThrow({ where: { id }, include: withOrder });
}

/** The columns of the same authorization under another nonce. */
export function underNonce({ signed, replayKey }: Pick<TransferRow, "signed" | "replayKey">, nonce: string) {
  const { nonce: old } = readSigned({ signed });
  return {
    signed: JSON.stringify({ ...readSigned({ signed }), nonce }),
    replayKey: replayKey.slice(0, -old.length) + nonce,
  };
}

export const randomNonce = (): `0x${string}` => `0x${randomBytes(32).toString("hex")}`;

/**
 * Leaves of a settled payment only that it was sent: its transaction is forgotten, and what it gave.
 *
 * @param changes.nonce as if another authorization had been sent
 */
export async function forgetSettlement(
  id: string,
  { nonce, ...changes }: { nonce?: string; anchor?: string } = {},
): Promise<OrderedTransfer> {
  const row = await readPayment(id);
  await db().entitlement.deleteMany({ where: { orderId: id } });
  await db().order.update({ where: { id }, data: { ...orderAfter({ to: "unknown", now: new Date() }), paidAt: null } });
  return db().transfer.update({
    where: { id },
    data: { ...UNPROVEN, ...changes, ...(nonce ? underNonce(row, nonce) : {}), state: "unknown" },
    include: withOrder,
  });
}

type Sale = { order: OrderedTransfer["order"]; transfer: TransferRow };

/** One more payment like this one, with an order and an authorization of its own, and not proven. */
export function saleLike(
  { order, ...pattern }: OrderedTransfer,
  changes: Partial<TransferRow> & { state: PaymentState },
): Sale {
  const id = newId();
  const { state } = orderAfter({ to: changes.state, now: order.updatedAt });
  return {
    order: {
      ...order,
      id,
      state,
      accountKey: null,
      personKey: null,
      paidAt: paidAtOf(changes.state, changes.settledAt),
    },
    transfer: { ...pattern, ...UNPROVEN, ...underNonce(pattern, randomNonce()), id, orderId: id, ...changes },
  };
}

/** When an order was paid: at its settlement, whatever became of it afterwards. */
function paidAtOf(state: PaymentState, settledAt: Date | null | undefined): Date | null {
  return wasPaid(state) ? (settledAt ?? new Date()) : null;
}

export async function insertSales(sales: Sale[]): Promise<void> {
  await db().order.createMany({ data: sales.map(({ order }) => order) });
  await db().transfer.createMany({ data: sales.map(({ transfer }) => transfer) });
}

/** The hold on a payment's authorization. */
export function holdOf({ id, replayKey, order }: Sale["transfer"] & { order: Sale["order"] }) {
  const { productKind, productId, createdAt } = order;
  return { id: newId(), replayKey, productKind, productId, transferId: id, createdAt };
}

/** A refund of all that a payment brought, as it is before its end is known. */
export function refundOf(sale: TransferRow, signed: Partial<Eip3009>, changes: Partial<TransferRow>) {
  const { from, to, ...paid } = readAuthorization(sale);
  const { amount, ...authorization } = toAuthorization(networkOf(sale), { ...paid, from: to, to: from, ...signed });
  const now = new Date();
  return {
    id: newId(),
    orderId: sale.orderId,
    direction: "refund",
    ...authorization,
    amount: amount.toString(),
    anchor: "1",
    facilitator: "embedded",
    state: "reserved",
    standingFor: sale.orderId,
    createdAt: now,
    updatedAt: now,
    ...changes,
  };
}

/** A payment's authorization as anybody may send it who has seen it (`shop.submit`). */
export function signedPaymentOf(row: TransferRow): SignedPayment {
  const { signature, nonce, from, to, ...numbers } = readAuthorization(row);
  const authorization = {
    from,
    to,
    value: String(numbers.value),
    validAfter: String(numbers.validAfter),
    validBefore: String(numbers.validBefore),
    nonce,
  };
  return { header: "", nonce, signature, authorization };
}

type PaymentChanges = {
  state?: PaymentState;
  createdAt?: Date;
  /** CAIP-2. */
  network?: string;
  /** Lower-case hex. */
  payer?: string;
  transfer?: Partial<TransferRow>;
};

/** A payment on these terms that no request has made. No money moved, and nothing was given for it. */
export async function addPayment(termsId: string, changes: PaymentChanges = {}): Promise<OrderedTransfer> {
  const { state = "settled", createdAt = new Date(), network = "eip155:31337", payer = "0xbb" } = changes;
  const terms = await db().terms.findUniqueOrThrow({ where: { id: termsId }, include: { file: true } });
  const id = newId();
  const times = { createdAt, updatedAt: createdAt };
  const order = {
    id,
    ...fileRef(terms.fileId),
    offerId: terms.id,
    sellerId: terms.file.sellerId,
    priceMicroUsd: terms.priceMicroUsd,
    payer: `${network}:${payer}`,
    person: personOf(payer),
    secretHash: id,
    ...times,
    ...orderAfter({ to: state, now: createdAt }),
    paidAt: paidAtOf(state, changes.transfer?.settledAt ?? createdAt),
  } satisfies Partial<OrderRow>;
  const transfer = {
    id,
    orderId: id,
    direction: "sale",
    method: EIP3009,
    network,
    asset: "0x",
    payer,
    payee: terms.payTo,
    amount: "1",
    replayKey: `${network}:0x:${payer}:${id}`,
    signed: JSON.stringify({ nonce: id, validAfter: "0", validBefore: "1" }),
    signature: "0x",
    anchor: "1",
    facilitator: "embedded",
    state: state === "refunded" ? "settled" : state,
    ...times,
    ...changes.transfer,
  };
  await db().order.create({ data: order });
  await db().transfer.create({ data: transfer });
  return readPayment(id);
}

/** The columns of a transfer's place in a chain. */
export function placed(network: string, transaction: string, index: number) {
  const place = { transaction, position: String(index) };
  return { ...place, proofKey: proofKey(network, place) };
}

type EntitlementChanges = Partial<Parameters<Tx["entitlement"]["create"]>[0]["data"]>;

/** Access to a version of a file, without a payment unless the changes name one. */
export async function addEntitlement(
  client: Pick<Tx, "entitlement">,
  { fileId, versionId }: { fileId: string; versionId: string },
  changes: EntitlementChanges = {},
): Promise<void> {
  const row = { id: newId(), ...fileRef(fileId), partId: versionId, tokenHash: newId(), createdAt: new Date() };
  await client.entitlement.create({ data: { ...row, ...changes } });
}
