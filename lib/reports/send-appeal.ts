import "server-only";
import { audit, partOf } from "@/lib/audit/audit";
import type { Actor } from "@/lib/audit/schema";
import { cleanParagraphs } from "@/lib/clean-text";
import { db } from "@/lib/db/client";
import { readDecision } from "@/lib/decisions/list-decisions";
import type { Decision } from "@/lib/decisions/schema";
import { AppError, wrongField } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import { appealUntil } from "./appeal-time";
import { toAppealView } from "./appeal-view";
import { findByToken } from "./report-status";
import type { AppealView } from "./schema";
import { SELLER_PARTY } from "./schema";

/** Who appeals: somebody with the status link of a report, or the seller it was decided about. */
type Appellant =
  | { kind: "reporter"; token: string }
  /** `account`: as the audit log names sellers. */
  | { kind: "seller"; sellerId: string; account: string; decisionId: string };

/**
 * Stores an appeal against a decision: one by its seller, and one by each person whose report led to it. Sending the same
 * appeal again changes nothing.
 *
 * @throws AppError `report_not_found`, `not_found`; `report_undecided`; `not_appealable`; `appeal_too_late`; `appeal_exists`
 */
export async function sendAppeal(appellant: Appellant, said: { text: string }, now: Date): Promise<AppealView> {
  const text = cleanParagraphs(said.text);
  if (text === "") throw wrongField("invalid_input", "text", "Write characters that can be read.", "required");
  const { decision, party, by } = appellant.kind === "seller" ? await bySeller(appellant) : await byReporter(appellant);
  const of = { decisionId: decision.id, party };
  return db().$transaction(async (tx) => {
    const earlier = await tx.appeal.findUnique({ where: { decisionId_party: of } });
    if (earlier?.text === text) return toAppealView(earlier);
    if (earlier) throw new AppError("appeal_exists");
    // Somebody else's appeal was successful in the meantime: there is another decision now.
    const replaced = await tx.appeal.count({ where: { decisionId: decision.id, state: "reversed" } });
    if (replaced > 0) throw new AppError("not_appealable");
    if (appealUntil(new Date(decision.at)) <= now) throw new AppError("appeal_too_late");
    const appeal = await tx.appeal.create({ data: { ...of, id: newId(), text, state: "open", createdAt: now } });
    if (party !== SELLER_PARTY) await tx.report.update({ where: { id: party }, data: { lastStepAt: now } });
    await notify(tx, { kind: "appeal", appealId: appeal.id }, now);
    const subject = { kind: "appeal", id: appeal.id } as const;
    const detail = { ...partOf(decision.on), decisionId: decision.id };
    await audit(tx, { act: "appeal-received", by, subject, detail }, now);
    return toAppealView(appeal);
  });
}

type Right = { decision: Decision; party: string; by: Actor };

async function byReporter({ token }: { token: string }): Promise<Right> {
  const { id, decisionId } = await findByToken(token);
  const decision = decisionId === null ? null : await readDecision(decisionId);
  if (!decision) throw new AppError("report_undecided");
  return { decision, party: id, by: { kind: "visitor" } };
}

async function bySeller({ sellerId, account, decisionId }: Extract<Appellant, { kind: "seller" }>): Promise<Right> {
  const decision = await readDecision(decisionId);
  if (!decision || decision.sellerId !== sellerId) throw new AppError("not_found");
  if (!isRestriction(decision)) throw new AppError("not_appealable");
  return { decision, party: SELLER_PARTY, by: { kind: "seller", account } };
}

/** True for a decision that takes something from its seller. */
export function isRestriction({ verdict }: Pick<Decision, "verdict">): boolean {
  return verdict === "suspended" || verdict === "withheld" || verdict === "deleted";
}
