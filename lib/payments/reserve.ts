import "server-only";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { newId } from "@/lib/ids";
import { processName } from "@/lib/process";
import { recordHeartbeat } from "./heartbeats";
import { findHold, findIdentified, insertHold, type KnownHold } from "./hold";
import { appendEvent, findUnresolvedOfPayer, type Whose } from "./ledger";
import type { Authorization, Offer, Payer, Product, ProductRef, Shop } from "./ports";
import type { OrderRow, PaymentRow } from "./rows";
import { keysOf, type StandingKeys } from "./standing-keys";
import { refuseUsedSecret } from "./used-secret";

type Reservation = {
  offer: Offer;
  authorization: Authorization;
  payer: Payer;
  facilitator: { name: string; signers: readonly string[] };
  /** Hash of the payment identifier that came with it, or null. */
  identifierHash: string | null;
  secretHash: string;
  /** Whether the client chose the secret: then it may open something else already. */
  isSecretChosen: boolean;
  /** Where the chain was before this payment left the process. */
  anchor: string;
  /** True when nothing new is reserved: the offer is closed, or the wallet is empty. What the payer has is given anyway. */
  existingOnly?: boolean;
  /** Whether the buyer states in this request that the right of withdrawal ends with the download. */
  waivesWithdrawal?: boolean;
  now: Date;
};

type ReserveOutcome =
  | { kind: "reserved"; payment: PaymentRow }
  /** This very authorization was presented before: for this or for something else. */
  | { kind: "known"; hold: KnownHold }
  /** The payer's payment identifier belongs to another payment for the same thing. */
  | { kind: "identifier-taken"; hold: KnownHold }
  /** The payer has it already; nothing was charged. */
  | { kind: "already-paid"; order: OrderRow }
  /** Another payment by this payer for the same thing is in progress. */
  | { kind: "already-pending"; payment: PaymentRow }
  /** The authorization was released for something else, and a facilitator that has seen it may still use it for that. */
  | { kind: "bound"; paymentId: string }
  /** Only with `existingOnly`: the payer has nothing, and nothing is in progress. */
  | { kind: "nothing-stands" };

/**
 * Holds an authorization for one thing, by its decoded bytes, and writes order and transfer. Committed before anything
 * leaves the process (rule 2).
 *
 * A payer who has this already, or whose payment for it is in progress, is not charged again (rule 4b). The same
 * transaction looks for both, and unique indexes forbid two standing orders for one payer and thing.
 *
 * @throws AppError of `Product.onReserved` when nothing is left; `malformed_request` for a chosen secret that is taken
 */
export async function reserve(shop: Shop, reservation: Reservation): Promise<ReserveOutcome> {
  const product = shop.product(reservation.offer.productKind);
  const attempt = () => db().$transaction((tx) => reserveIn(tx, product, reservation));
  try {
    return await attempt();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  // Another request was faster: now the lookup finds it.
  try {
    return await attempt();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return afterCollision(product, reservation, error);
  }
}

async function reserveIn(tx: Tx, product: Product, reservation: Reservation): Promise<ReserveOutcome> {
  const standing = await findExisting(tx, product, reservation);
  if (standing) return standing;
  if (reservation.existingOnly) return { kind: "nothing-stands" };
  const payment = await insertPayment(tx, product, reservation);
  const { offer, now } = reservation;
  await product.onReserved(tx, payment.order, { mayRefuse: true, details: offer.details, now });
  const { replayKey } = reservation.authorization;
  await insertHold(tx, { ...reservation.offer, ...reservation, replayKey, transferId: payment.id });
  return { kind: "reserved", payment };
}

/** A unique key forbids it although the lookup found nothing: another row has the authorization, identifier or a key. */
async function afterCollision(product: Product, reservation: Reservation, error: unknown): Promise<ReserveOutcome> {
  const known = await findHold(db(), reservation.authorization.replayKey);
  if (known) return { kind: "known", hold: known };
  const taken = await findIdentified(db(), reservation.identifierHash, reservation.now);
  if (taken) return { kind: "identifier-taken", hold: taken };
  const order = await findByKeys(keysOf(product, reservation.offer, reservation.payer));
  if (!order) throw error;
  if (order.state !== "open") return useAsProof(reservation, order);
  const payment = await db().transfer.findUniqueOrThrow({ where: { id: order.id }, include: { order: true } });
  return { kind: "already-pending", payment };
}

async function findByKeys({ accountKey, personKey }: StandingKeys): Promise<OrderRow | null> {
  const keys = [...(accountKey ? [{ accountKey }] : []), ...(personKey ? [{ personKey }] : [])];
  return keys.length === 0 ? null : db().order.findFirst({ where: { OR: keys } });
}

/** Uses the authorization as a proof of who asks. It cannot serve as one again. */
async function useAsProof({ offer, authorization, now }: Reservation, order: OrderRow): Promise<ReserveOutcome> {
  const { replayKey } = authorization;
  try {
    await db().$transaction((tx) =>
      insertHold(tx, { ...offer, replayKey, identifierHash: null, transferId: null, now }),
    );
    return { kind: "already-paid", order };
  } catch (error) {
    const known = isUniqueViolation(error) ? await findHold(db(), replayKey) : null;
    if (!known) throw error;
    return { kind: "known", hold: known };
  }
}

/** What prevents a hold on the authorization for a new payment, or null. */
async function findExisting(tx: Tx, product: Product, reservation: Reservation): Promise<ReserveOutcome | null> {
  const { offer, authorization, payer, now } = reservation;
  const { replayKey } = authorization;
  const ref = { productKind: offer.productKind, productId: offer.productId };
  const bound = await findBoundElsewhere(tx, replayKey, ref);
  if (!bound && !(await mayExist(tx, reservation))) {
    if (reservation.isSecretChosen) await refuseUsedSecret(tx, product, reservation.secretHash);
    return null;
  }

  const known = await findHold(tx, replayKey);
  if (known) return { kind: "known", hold: known };
  const taken = await findIdentified(tx, reservation.identifierHash, now);
  if (taken) return { kind: "identifier-taken", hold: taken };
  if (bound) return { kind: "bound", paymentId: bound.id };
  const isSame = sameThing(product, reservation);
  const order = await findStanding(tx, product, { ...ref, payer, isSame, now });
  const pending = order ? null : await findUnresolvedOfPayer(tx, { ...ref, ...whoseOrders(payer) }, isSame);
  const isItsOwn = await opensIt(tx, product, reservation, order ?? pending?.order);
  if (!isItsOwn) await refuseUsedSecret(tx, product, reservation.secretHash);
  if (order) {
    await insertHold(tx, { ...ref, replayKey, identifierHash: null, transferId: null, now });
    return { kind: "already-paid", order };
  }
  return pending && { kind: "already-pending", payment: pending };
}

/** Whether an order is for the same thing. Always false for what may be bought any number of times. */
function sameThing(product: Product, { offer, payer: { account } }: Reservation): (order: OrderRow) => boolean {
  const key = product.repeatKey(offer, account);
  return (order) => key !== null && product.repeatKey(order, account) === key;
}

/**
 * Whether the secret is that of the existing order: a client that immediately signs again for the same thing sends it
 * again. It no longer opens the order if its buyer has replaced it.
 */
async function opensIt(tx: Tx, product: Product, { secretHash }: Reservation, order: OrderRow | undefined) {
  if (order?.secretHash !== secretHash) return false;
  return order.state === "open" || product.isSecretTaken(tx, secretHash);
}

async function findBoundElsewhere(tx: Tx, replayKey: string, { productKind, productId }: ProductRef) {
  // Not only watched ones: SQLite would look for the authorization among all that are watched.
  for (const transfer of await prepared(tx).transfer.findMany({ replayKey, direction: "sale" })) {
    const order = transfer.watched ? await prepared(tx).order.findFirst({ id: transfer.orderId }) : null;
    if (order && (order.productKind !== productKind || order.productId !== productId)) return transfer;
  }
  return null;
}

/** Selects this payer's own orders. For a contract it names the person as well, because the indexes contain it. */
export function whoseOrders({ account, person, isOneEverywhere }: Payer): Whose {
  return isOneEverywhere ? { person } : { person, payer: account };
}

/**
 * The newest paid order that gives this payer this thing. Clears the unique keys of orders that give nothing any more.
 */
async function findStanding(
  tx: Tx,
  product: Product,
  of: ProductRef & { payer: Payer; isSame: (order: OrderRow) => boolean; now: Date },
): Promise<OrderRow | null> {
  const { productKind, productId, payer, isSame, now } = of;
  const orders = await tx.order.findMany({
    where: { productKind, productId, ...whoseOrders(payer), state: { in: ["paid", "reverted", "refunded"] } },
    orderBy: { createdAt: "desc" },
  });
  let standing: OrderRow | null = null;
  for (const order of orders.filter(isSame)) {
    if (await product.stillGives(tx, order, now)) standing ??= order;
    else if (order.accountKey || order.personKey) {
      await tx.order.update({ where: { id: order.id }, data: { accountKey: null, personKey: null } });
    }
  }
  return standing;
}

/**
 * False when the database has nothing about this authorization, identifier or secret, or this payer and thing: the
 * usual purchase, for which a buyer waits for one statement instead of six. It does not tell what it found.
 */
async function mayExist(tx: Tx, { offer, authorization, identifierHash, secretHash, payer }: Reservation) {
  const { productKind, productId } = offer;
  const values = [authorization.replayKey, identifierHash, productKind, productId, payer.person, secretHash];
  return (await prepared(tx).all(MAY_EXIST, values, [])).length > 0;
}

const MAY_EXIST = `
  SELECT 1 WHERE
    EXISTS (SELECT 1 FROM "Hold" WHERE "replayKey" = ?)
    OR EXISTS (SELECT 1 FROM "Hold" WHERE "identifierHash" = ?)
    OR EXISTS (SELECT 1 FROM "Order" WHERE "productKind" = ? AND "productId" = ? AND "person" = ?)
    OR EXISTS (SELECT 1 FROM "Order" WHERE "secretHash" = ?)`;

async function insertPayment(tx: Tx, product: Product, reservation: Reservation): Promise<PaymentRow> {
  const { authorization, payer, facilitator, now } = reservation;
  const { details: _, ...offer } = reservation.offer;
  await recordHeartbeat(tx, now);
  const id = newId();
  const times = { createdAt: now, updatedAt: now };
  const order = await prepared(tx).order.create({
    id,
    ...offer,
    payer: payer.account,
    person: payer.person,
    ...keysOf(product, offer, payer),
    secretHash: reservation.secretHash,
    state: "open",
    withdrawalWaivedAt: reservation.waivesWithdrawal ? now : null,
    ...times,
  });
  const transfer = await prepared(tx).transfer.create({
    id,
    orderId: id,
    direction: "sale",
    ...authorization,
    amount: authorization.amount.toString(),
    anchor: reservation.anchor,
    facilitator: facilitator.name,
    signers: facilitator.signers.join(","),
    state: "reserved",
    endsEntitlement: false,
    watched: false,
    processName: processName(),
    ...times,
  });
  await appendEvent(tx, id, { to: "reserved", now });
  return { ...transfer, order };
}
