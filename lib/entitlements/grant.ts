import "server-only";
import { DAY } from "@/lib/clock";
import { type Db, db, type Tx } from "@/lib/db/client";
import { hashSecret, newId, newSecret } from "@/lib/ids";

export type GrantRow = NonNullable<Awaited<ReturnType<Db["grant"]["findUnique"]>>>;

/** A grant that opens a download now. */
function live(now: Date) {
  return { revokedAt: null, downloadUntil: { gt: now } };
}

/**
 * The grant of a settled payment, opened by the claim token from its reservation.
 *
 * @param options.opensByToken false disables that token: only the payer's own signature opens the grant
 */
export async function createPaidGrant(
  tx: Tx,
  payment: { id: string; fileId: string; termsId: string; chainId: number; payer: string; claimTokenHash: string },
  options: { opensByToken: boolean; downloadDays: number; now: Date },
): Promise<GrantRow> {
  // The buyer gets the version that was shown, even if the seller has replaced it in the meantime.
  const { versionId } = await tx.terms.findUniqueOrThrow({ where: { id: payment.termsId } });
  return tx.grant.create({
    data: {
      id: newId(),
      fileId: payment.fileId,
      versionId,
      paymentId: payment.id,
      chainId: payment.chainId,
      payer: payment.payer,
      // The response that settles sends this version.
      sentVersionId: versionId,
      tokenHash: options.opensByToken ? payment.claimTokenHash : hashSecret(newSecret()),
      downloadUntil: new Date(options.now.getTime() + options.downloadDays * DAY),
      createdAt: options.now,
    },
  });
}

/** One more claim token for an existing grant, for a payer on another device: same payment, file and end. */
export async function createSiblingGrant(
  client: Db | Tx,
  grant: GrantRow,
  claimToken: string,
  now: Date,
): Promise<GrantRow> {
  const { id: _, ...same } = grant;
  return client.grant.create({
    data: {
      ...same,
      id: newId(),
      tokenHash: hashSecret(claimToken),
      downloads: 0,
      sentVersionId: null,
      createdAt: now,
    },
  });
}

/** The live grant with this claim token, for any file. */
export async function findGrantByToken(claimToken: string, now: Date): Promise<GrantRow | null> {
  return db().grant.findFirst({ where: { tokenHash: hashSecret(claimToken), ...live(now) } });
}

/** The grant with this claim token that its seller has ended: by a refund, or as a gift. */
export async function findEndedGrant(claimToken: string): Promise<GrantRow | null> {
  return db().grant.findFirst({ where: { tokenHash: hashSecret(claimToken), revokedAt: { not: null } } });
}

/** The live grant with this id. */
export async function findGrantById(id: string, now: Date): Promise<GrantRow | null> {
  return db().grant.findFirst({ where: { id, ...live(now) } });
}

/** The longest live grant of a payment; among several the newest, whose byte budget is the least used. */
export async function findLiveGrantOfPayment(paymentId: string, now: Date): Promise<GrantRow | null> {
  const orderBy = [{ downloadUntil: "desc" }, { createdAt: "desc" }] as const;
  return db().grant.findFirst({ where: { paymentId, ...live(now) }, orderBy: [...orderBy] });
}

/**
 * The payer's live grant for a file, the longest one.
 *
 * @param payer.chainId undefined for a plain key, which is the same person on every chain
 */
export async function findLiveGrantOfPayer(
  client: Db | Tx,
  { now, ...payer }: { fileId: string; chainId: number | undefined; payer: string; now: Date },
): Promise<GrantRow | null> {
  return client.grant.findFirst({ where: { ...payer, ...live(now) }, orderBy: { downloadUntil: "desc" } });
}
