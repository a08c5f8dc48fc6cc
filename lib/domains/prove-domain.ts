import "server-only";
import type { DomainProof, Seller } from "@/generated/sqlite/client/client";
import { DAY } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { readTxt, type TxtAnswer } from "@/lib/outbound/read-txt";
import { notify } from "@/lib/outbox/notify";
import { MISSING_DAYS } from "./limits";
import { readDomain } from "./read-domain";
import { isProof, recordName, recordText } from "./record";
import type { DomainState, OwnDomain } from "./schema";

/** A proof that DNS does not answer about is kept longer: the servers, or ours, may be down. */
const UNANSWERED_DAYS = 14;

/** A seller's domain. @throws AppError `no_domain` */
export async function readOwnDomain(sellerId: string): Promise<OwnDomain> {
  return toOwn(await findProof(sellerId));
}

/**
 * Names the domain that a seller wants to prove, in place of an earlier one, whose proof ends at once. The same again changes nothing.
 *
 * @throws AppError `invalid_input` as `readDomain`, `sign_in_required`
 */
export async function nameDomain(sellerId: string, text: string, now: Date): Promise<OwnDomain> {
  const domain = readDomain(text);
  await db().$transaction(async (tx) => {
    const { count } = await tx.seller.updateMany({ where: { id: sellerId }, data: { id: sellerId } });
    if (count === 0) throw new AppError("sign_in_required");
    const known = await tx.domainProof.findUnique({ where: { sellerId } });
    if (known?.domain === domain) return;
    await drop(tx, sellerId);
    await tx.domainProof.create({ data: { id: newId(), sellerId, domain, token: newId(), createdAt: now } });
  });
  return readOwnDomain(sellerId);
}

/** Ends the proof of a seller's domain, if there is one. */
export async function forgetDomain(sellerId: string): Promise<void> {
  await db().$transaction((tx) => drop(tx, sellerId));
}

async function drop(tx: Tx, sellerId: string): Promise<void> {
  await tx.domainProof.deleteMany({ where: { sellerId } });
  await tx.seller.updateMany({ where: { id: sellerId }, data: { provenDomain: null } });
}

/**
 * Asks DNS at the seller's request.
 *
 * @throws AppError `no_domain`; `domain_unproven` when the record is not there, `dns_unavailable` when DNS does not answer: a proof
 *   from before stays meanwhile
 */
export async function proveDomain(sellerId: string, now: Date): Promise<OwnDomain> {
  const proof = await findProof(sellerId);
  const answer = await readTxt(recordName(proof.domain));
  const isFound = await settle(proof, answer, now);
  if (isFound) return readOwnDomain(sellerId);
  if (answer.kind === "failed") throw new AppError("dns_unavailable", { headers: { "Retry-After": "60" } });
  throw new AppError("domain_unproven", {
    detail: "The record is not in DNS yet. A change can take an hour to be seen.",
  });
}

/** Writes what DNS said about one proof. @returns whether it is proven */
export async function settle(proof: OwnedProof, answer: TxtAnswer, now: Date): Promise<boolean> {
  const isFound = answer.kind === "found" && isProof(answer.texts, proof, proof.seller);
  const { id, sellerId, domain } = proof;
  await db().$transaction(async (tx) => {
    const { count } = await tx.domainProof.updateMany({ where: { id }, data: { checkedAt: now } });
    // Another domain was named meanwhile.
    if (count === 0) return;
    if (isFound) {
      const provenAt = proof.provenAt ?? now;
      await tx.domainProof.update({ where: { id }, data: { provenAt, missingAt: null, withdrawnAt: null } });
      await tx.seller.updateMany({ where: { id: sellerId }, data: { provenDomain: domain } });
    } else if (proof.provenAt !== null) await miss(tx, proof, answer, now);
  });
  return isFound;
}

async function miss(tx: Tx, { id, sellerId, missingAt }: OwnedProof, answer: TxtAnswer, now: Date): Promise<void> {
  const since = missingAt ?? now;
  const days = answer.kind === "failed" ? UNANSWERED_DAYS : MISSING_DAYS;
  if (now.getTime() < since.getTime() + days * DAY) {
    if (missingAt !== null) return;
    await tx.domainProof.update({ where: { id }, data: { missingAt: now } });
    return notify(tx, { kind: "domain-missing", proofId: id, until: withdrawnFrom(now) }, now);
  }
  await tx.domainProof.update({ where: { id }, data: { provenAt: null, missingAt: null, withdrawnAt: now } });
  await tx.seller.updateMany({ where: { id: sellerId }, data: { provenDomain: null } });
  await notify(tx, { kind: "domain-withdrawn", proofId: id, at: now }, now);
}

const withdrawnFrom = (missingAt: Date) => new Date(missingAt.getTime() + MISSING_DAYS * DAY);

type OwnedProof = DomainProof & { seller: Pick<Seller, "chainId" | "address"> };

async function findProof(sellerId: string): Promise<OwnedProof> {
  const [proof, seller] = await Promise.all([
    db().domainProof.findUnique({ where: { sellerId } }),
    db().seller.findUnique({ where: { id: sellerId } }),
  ]);
  if (!proof || !seller) throw new AppError("no_domain");
  return { ...proof, seller };
}

function toOwn(proof: OwnedProof): OwnDomain {
  const { domain, checkedAt, missingAt } = proof;
  return {
    domain,
    state: stateOf(proof),
    record: { name: recordName(domain), text: recordText(proof, proof.seller) },
    checkedAt: checkedAt?.toISOString() ?? null,
    until: missingAt === null ? null : withdrawnFrom(missingAt).toISOString(),
  };
}

function stateOf({ provenAt, missingAt, withdrawnAt }: DomainProof): DomainState {
  if (provenAt === null) return withdrawnAt === null ? "waiting" : "withdrawn";
  return missingAt === null ? "proven" : "missing";
}
