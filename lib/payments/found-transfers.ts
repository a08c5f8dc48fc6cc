import "server-only";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { hashSecret, newId, newSecret } from "@/lib/ids";
import { log } from "@/lib/log";
import { mayMoveMoney } from "@/lib/restoration/may-move-money";
import { proofKey } from "./commit";
import { insertHold } from "./hold";
import { appendEvent, NO_SIGNATURE } from "./ledger";
import type { Authorization, Offer, Payer, ProductRef, Proof, Shop } from "./ports";
import { SETTLED_BY_ANOTHER } from "./reasons";
import { keysThatAreFree } from "./standing-keys";

/** The reason of a payment that is recorded although its purchase is not. */
const FOUND_ON_CHAIN = "found_on_chain";

/**
 * Whether one of our rows explains a transfer: another transfer with this place in the chain, a refund by this
 * authorization, or the hold on it. Then nobody can claim it.
 */
export async function isExplained(
  client: Pick<Tx, "transfer" | "hold">,
  { network, replayKey }: Pick<Authorization, "network" | "replayKey">,
  proof: Pick<Proof, "transaction" | "position">,
): Promise<boolean> {
  const known = { OR: [{ proofKey: proofKey(network, proof) }, { replayKey, direction: "refund" }] };
  return (await client.transfer.count({ where: known })) > 0 || (await client.hold.count({ where: { replayKey } })) > 0;
}

type FoundFor = {
  offer: Offer;
  payer: Payer;
  /** Where the chain shows it. */
  transaction: string;
  /** Whether the operator has to allow it, too. It never becomes less: what was noted as waiting, waits. */
  waitsForOperator?: boolean;
  now: Date;
};

/**
 * Records an unexplained transfer, for an offer that it may have paid for. This alone gives nothing. For several offers it
 * is recorded for each: its payer chooses one of them by a signature.
 */
export async function noteFound(
  client: Pick<Tx, "foundTransfer">,
  authorization: Omit<Authorization, "signature">,
  { offer, payer, transaction, waitsForOperator = false, now }: FoundFor,
): Promise<void> {
  const { method, network, asset, payer: from, payee, amount, replayKey, signed } = authorization;
  const { productKind, productId, offerId } = offer;
  const { account, person } = payer;
  await client.foundTransfer.upsert({
    where: { productKind_productId_replayKey: { productKind, productId, replayKey } },
    create: {
      id: newId(),
      productKind,
      productId,
      offerId,
      ...{ method, network, asset, payer: from, payee, amount: amount.toString(), replayKey, signed },
      ...{ account, person, transaction, waitsForOperator, createdAt: now },
    },
    update: { offerId, transaction },
  });
}

/** The transfers recorded for this payer and thing. */
function foundOf({ productKind, productId }: ProductRef, { account, person, isOneEverywhere }: Payer) {
  return { productKind, productId, person, ...(isOneEverywhere ? {} : { account }) };
}

/** Those that a signature of their payer opens now. */
const isOpen = { OR: [{ waitsForOperator: false }, { allowedAt: { not: null } }] };

/** Whether there are any. */
export async function isAnyFound(ref: ProductRef, payer: Payer): Promise<boolean> {
  return (await prepared(db()).foundTransfer.findFirst(foundOf(ref, payer))) !== null;
}

/** The things for which something is recorded for this payer, but not those that the payer has to choose from. */
export async function listFoundFor({ account, person, isOneEverywhere }: Payer): Promise<ProductRef[]> {
  const own = { person, ...(isOneEverywhere ? {} : { account }) };
  const rows = await db().foundTransfer.findMany({ where: own });
  const thing = ({ productKind, productId }: ProductRef) => `${productKind} ${productId}`;
  const isShared = ({ id, replayKey }: Found) => rows.some((row) => row.id !== id && row.replayKey === replayKey);
  const shared = new Set(rows.filter(isShared).map(thing));
  const refs = rows.filter((row) => !shared.has(thing(row)));
  return [...new Map(refs.map(({ productKind, productId }) => [productId, { productKind, productId }])).values()];
}

/**
 * Turns the transfers recorded for this payer and thing into payments, once per place in the chain. Only for somebody
 * who has just proven to be that payer by a signature that nobody else has: the authorization itself is public and
 * names nothing that is sold. While a restore waits for its operator, nobody knows what has been refunded: then, and for a
 * transfer that waits for the operator itself, only the question is recorded.
 *
 * @throws AppError `chain_unavailable`
 */
export async function bindFound(shop: Shop, ref: ProductRef, payer: Payer, now: Date): Promise<void> {
  const own = foundOf(ref, payer);
  // A write, however small, discards what `whileUnchanged` keeps.
  if (!(await isAnyFound(ref, payer))) return;
  await db().foundTransfer.updateMany({ where: { ...own, askedAt: null }, data: { askedAt: now } });
  if (!(await mayMoveMoney())) return;
  const rows = await db().foundTransfer.findMany({ where: { ...own, ...isOpen }, orderBy: { createdAt: "asc" } });
  for (const found of rows) {
    const method = shop.method(found.method);
    if (!method.readableNetworks().includes(found.network)) continue;
    const proof = await method.prove({ ...found, anchor: method.anchorOfAny }, found.transaction, 0);
    if (proof)
      await bind(shop, found, { offer: await shop.product(found.productKind).findOffer(found.offerId), proof, now });
  }
}

/**
 * Turns a transfer that no row explains into a payment without its payer's signature: only for what does not depend on who
 * paid. Inside the caller's transaction; does nothing for one that a row explains.
 */
export async function giveFoundNow(
  tx: Tx,
  shop: Shop,
  authorization: Omit<Authorization, "signature">,
  { offer, payer, proof, now }: { offer: Offer; payer: Payer; proof: Proof; now: Date },
): Promise<void> {
  if (await isExplained(tx, authorization, proof)) return;
  const { account, person } = payer;
  const found = { ...authorization, amount: authorization.amount.toString(), account, person };
  const id = await insertFound(tx, shop, found, { offer, proof, now });
  log.warn({ paymentId: id }, "a transfer that no payment explained was recorded");
}

type Found = NonNullable<Awaited<ReturnType<ReturnType<typeof db>["foundTransfer"]["findFirst"]>>>;

async function bind(shop: Shop, found: Found, of: { offer: Offer; proof: Proof; now: Date }): Promise<void> {
  try {
    await db().$transaction(async (tx) => {
      if (await isForAnother(tx, found)) return;
      await tx.foundTransfer.deleteMany({ where: { replayKey: found.replayKey } });
      if (await isExplained(tx, found, of.proof)) return;
      const id = await insertFound(tx, shop, found, of);
      log.warn({ paymentId: id }, "a transfer that no payment explained was given to its payer");
    });
  } catch (error) {
    // Another request was faster: its row stays.
    if (!isUniqueViolation(error)) throw error;
  }
}

/**
 * A transfer that may have paid for one of several things is given for the one that its payer chooses. A payer who has that
 * one already has not chosen it again.
 */
async function isForAnother(tx: Tx, { id, productKind, productId, replayKey, account }: Found): Promise<boolean> {
  if ((await tx.foundTransfer.count({ where: { replayKey, id: { not: id } } })) === 0) return false;
  return (await tx.order.count({ where: { productKind, productId, payer: account, state: "paid" } })) > 0;
}

type Paid = Pick<
  Found,
  "method" | "network" | "asset" | "payer" | "payee" | "amount" | "replayKey" | "signed" | "account" | "person"
>;

async function insertFound(tx: Tx, shop: Shop, found: Paid, of: Parameters<typeof bind>[2]) {
  const { proof, now } = of;
  const { details: _, ...offer } = of.offer;
  const { method, network, asset, payer, payee, amount, replayKey, signed } = found;
  const id = newId();
  const times = { createdAt: now, updatedAt: now };
  const accountKey = shop.product(offer.productKind).repeatKey(offer, found.account);
  const order = await tx.order.create({
    data: {
      id,
      ...offer,
      ...(await keysThatAreFree(tx, { accountKey, personKey: null })),
      payer: found.account,
      person: found.person,
      secretHash: hashSecret(newSecret()),
      state: "paid",
      paidAt: now,
      ...times,
    },
  });
  const { transaction, position, height, blockHash, blockTime, sender } = proof;
  await tx.transfer.create({
    data: {
      id,
      orderId: id,
      direction: "sale",
      ...{ method, network, asset, payer, payee, amount, replayKey, signed },
      signature: NO_SIGNATURE,
      anchor: shop.method(method).anchorBefore(proof),
      facilitator: shop.method(method).ownFacilitator,
      signers: sender,
      state: "settled",
      reason: SETTLED_BY_ANOTHER,
      ...{ transaction, position, height, blockHash, blockTime },
      proofKey: proofKey(network, proof),
      settledAt: now,
      ...times,
    },
  });
  await insertHold(tx, { ...offer, replayKey, identifierHash: null, transferId: id, now });
  await appendEvent(tx, id, { to: "settled", reason: FOUND_ON_CHAIN, detail: transaction, now });
  await shop.product(offer.productKind).onSettled(tx, order, { opensBySecret: false, now });
  return id;
}
