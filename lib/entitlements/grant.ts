import "server-only";
import { type Db, db, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { AppError } from "@/lib/errors";
import { hashSecret, newId, newSecret } from "@/lib/ids";

export type GrantRow = NonNullable<Awaited<ReturnType<Db["entitlement"]["findUnique"]>>>;

/** A grant that has not ended. One that is held has no end meanwhile (`hold-grants.ts`). */
export function live(now: Date) {
  return { revokedAt: null, OR: [{ until: null }, { until: { gt: now } }] };
}

/** What an order gave. */
type PaidOrder = {
  id: string;
  productKind: string;
  productId: string;
  payer: string;
  person: string;
  secretHash: string;
};

/**
 * The grant of a paid order, opened by the secret from its reservation.
 *
 * @param options.opensByToken false disables that secret: only the payer's own signature opens the grant
 * @param options.partId the part that was bought
 * @param options.until null for no end
 * @param options.isHeld true keeps it closed, and its time does not run, until the operator's decision is lifted
 */
export async function createPaidGrant(
  tx: Tx,
  { id: orderId, productKind, productId, payer, person, secretHash }: PaidOrder,
  options: { opensByToken: boolean; partId: string; until: Date | null; isHeld: boolean; now: Date },
): Promise<GrantRow> {
  const { opensByToken, partId, until, isHeld, now } = options;
  return prepared(tx).entitlement.create({
    id: newId(),
    productKind,
    productId,
    partId,
    orderId,
    payer,
    person,
    // The response that settles sends this part.
    sentPartId: partId,
    tokenHash: opensByToken ? secretHash : hashSecret(newSecret()),
    until: isHeld ? null : until,
    heldAt: isHeld ? now : null,
    heldUntil: isHeld ? until : null,
    downloads: 0,
    createdAt: now,
  });
}

/**
 * Refuses what needs an open grant while the operator's decision keeps it closed.
 *
 * @throws AppError `refund_due`
 */
export function requireNotHeld({ heldAt }: GrantRow): void {
  if (heldAt !== null) throw new AppError("refund_due", { detail: "A decision of the operator keeps it closed." });
}

/** One more claim token for an existing grant, for a payer on another device: same order, part and end. */
export async function createSiblingGrant(
  client: Db | Tx,
  grant: GrantRow,
  claimToken: string,
  now: Date,
  id = newId(),
): Promise<GrantRow> {
  return client.entitlement.create({
    data: { ...grant, id, tokenHash: hashSecret(claimToken), downloads: 0, sentPartId: null, createdAt: now },
  });
}

/** In the place of a hash: the hash of nothing, and unique as the column requires. */
const ENDED = "ended ";

/** Grants of the same payment whose claim token has not ended, the oldest first. Of a gift there is one. */
export async function findKeys(tx: Tx, { id, orderId }: GrantRow): Promise<GrantRow[]> {
  const same = orderId === null ? { id } : { orderId };
  const where = { ...same, NOT: { tokenHash: { startsWith: ENDED } } };
  return tx.entitlement.findMany({ where, orderBy: { createdAt: "asc" } });
}

/** Ends every claim token of the same payment. The grants stay: `revokedAt` would mean that the seller ended the access. */
export async function endKeys(tx: Tx, grant: GrantRow): Promise<void> {
  for (const { id } of await findKeys(tx, grant)) {
    await tx.entitlement.update({ where: { id }, data: { tokenHash: `${ENDED}${id}` } });
  }
}

/** The live grant with this claim token, for anything. */
export async function findGrantByToken(claimToken: string, now: Date): Promise<GrantRow | null> {
  return db().entitlement.findFirst({ where: { tokenHash: hashSecret(claimToken), ...live(now) } });
}

/** The grant with this claim token that its seller has ended: by a refund, or as a gift. */
export async function findEndedGrant(claimToken: string): Promise<GrantRow | null> {
  return db().entitlement.findFirst({ where: { tokenHash: hashSecret(claimToken), revokedAt: { not: null } } });
}

/** A grant by its claim token whose time is up, and that nobody ended. */
export async function findExpiredGrant(claimToken: string, now: Date): Promise<GrantRow | null> {
  return db().entitlement.findFirst({
    where: { tokenHash: hashSecret(claimToken), revokedAt: null, heldAt: null, until: { lte: now } },
  });
}

/** The live grant with this id. */
export async function findGrantById(id: string, now: Date): Promise<GrantRow | null> {
  return db().entitlement.findFirst({ where: { id, ...live(now) } });
}

/** The grant that the payment of an order gave: the oldest of those that it has now. */
export async function findFirstGrantOfOrder(client: Db | Tx, orderId: string): Promise<GrantRow | null> {
  const grants = await prepared(client).entitlement.findMany({ orderId });
  return grants.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime())[0] ?? null;
}

/** The longest live grant of an order; among several the newest. */
export async function findLiveGrantOfOrder(
  client: Pick<Tx, "entitlement">,
  orderId: string,
  now: Date,
): Promise<GrantRow | null> {
  const orderBy = [{ until: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }] as const;
  return client.entitlement.findFirst({ where: { orderId, ...live(now) }, orderBy: [...orderBy] });
}

/** The payer's live grant for one thing, the longest one. */
export async function findLiveGrantOfPayer(
  client: Db | Tx,
  of: { productKind: string; productId: string; person: string; payer?: string },
  now: Date,
): Promise<GrantRow | null> {
  return client.entitlement.findFirst({
    where: { ...of, ...live(now) },
    orderBy: { until: { sort: "desc", nulls: "first" } },
  });
}
