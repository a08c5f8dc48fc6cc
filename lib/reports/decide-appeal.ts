import "server-only";
import { audit, partOf } from "@/lib/audit/audit";
import type { Actor } from "@/lib/audit/schema";
import { cleanParagraphs } from "@/lib/clean-text";
import { db, type Tx } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { readDecision } from "@/lib/decisions/list-decisions";
import type { DecisionSubject } from "@/lib/decisions/schema";
import { AppError } from "@/lib/errors";
import { notify } from "@/lib/outbox/notify";
import type { DecideAppeal } from "./schema";
import { SELLER_PARTY } from "./schema";

/** A program never decides about an appeal (DSA art. 20(6)). */
export type Person = Exclude<Actor, { kind: "shop" | "visitor" }>;

/**
 * Decides about an appeal: the decision is upheld, or reversed by another one in the same transaction.
 *
 * @returns the id of the new decision; null if the first one is upheld
 * @throws AppError `not_found`; `decided_meanwhile`; and those of `decide`
 */
export async function decideAppeal(
  appealId: string,
  input: DecideAppeal,
  by: Person,
  now: Date,
): Promise<{ decisionId: string | null }> {
  const appeal = await db().appeal.findUnique({ where: { id: appealId } });
  const decision = appeal && (await readDecision(appeal.decisionId));
  if (!appeal || !decision) throw new AppError("not_found");
  const finish = (tx: Tx, newDecisionId: string | null) =>
    close(tx, { appealId, party: appeal.party, on: decision.on, input, newDecisionId }, by, now);

  if (input.outcome === "upheld") {
    await db().$transaction((tx) => finish(tx, null));
    return { decisionId: null };
  }
  if (input.verdict === decision.verdict) {
    throw new AppError("invalid_input", { detail: "A reversal needs another verdict than the first decision." });
  }
  const { verdict, reasons: facts, ground = decision.ground, legalBasis, after } = input;
  const { on, reportId } = decision;
  const next = { verdict, on, ground, facts, legalBasis, after, reportId: reportId ?? undefined };
  const { id } = await decide(next, by, now, (tx, made) => finish(tx, made.id));
  return { decisionId: id };
}

type Closing = {
  appealId: string;
  party: string;
  on: DecisionSubject;
  input: DecideAppeal;
  newDecisionId: string | null;
};

async function close(tx: Tx, closing: Closing, by: Actor, now: Date): Promise<void> {
  const { appealId: id, party, on, input, newDecisionId } = closing;
  const reasons = cleanParagraphs(input.reasons);
  const data = { state: input.outcome, reasons, newDecisionId, decidedAt: now };
  const { count } = await tx.appeal.updateMany({ where: { id, state: "open" }, data });
  if (count === 0) throw new AppError("decided_meanwhile");
  if (party !== SELLER_PARTY) await tx.report.update({ where: { id: party }, data: { lastStepAt: now } });
  await notify(tx, { kind: "appeal-decided", appealId: id }, now);
  const detail = { ...partOf(on), outcome: input.outcome, newDecisionId };
  await audit(tx, { act: "appeal-decided", by, subject: { kind: "appeal", id }, detail }, now);
}
