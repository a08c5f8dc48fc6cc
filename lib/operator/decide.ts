import "server-only";
import { decide } from "@/lib/decisions/decide";
import { AppError } from "@/lib/errors";
import { decideAppeal } from "@/lib/reports/decide-appeal";
import { decideReport } from "@/lib/reports/decide-report";
import { readAppeal } from "@/lib/reports/list-appeals";
import { readReport } from "@/lib/reports/read-report";
import type { Identity } from "@/lib/sign-in/check-signature";
import { checkDeletion } from "./deletion";
import type { AppealDecision, DecisionRequest, ReportDecision } from "./schema";

/**
 * A decision by an operator who is signed in. Deleting bytes needs a fresh signature besides.
 *
 * @throws AppError those of `decide` and `checkDeletion`
 */
export async function decideAsOperator(
  operator: Identity,
  { signed, ...input }: DecisionRequest,
  now: Date,
): Promise<{ id: string }> {
  if (input.verdict === "deleted") await requireSigned(operator, input.on.id, signed, now);
  return decide(input, operatorActor(operator), now);
}

/** The same about a report, and others of its file. @throws AppError those of `decideReport` and `checkDeletion` */
export async function decideReportAsOperator(
  operator: Identity,
  reportId: string,
  { decision, signed }: ReportDecision,
  now: Date,
): Promise<{ id: string }> {
  if (decision.verdict === "deleted") {
    const { file } = await readReport(reportId);
    await requireSigned(operator, file.id, signed, now);
  }
  return decideReport(reportId, decision, operatorActor(operator), now);
}

/** The same about an appeal. @throws AppError those of `decideAppeal` and `checkDeletion` */
export async function decideAppealAsOperator(
  operator: Identity,
  appealId: string,
  { decision, signed }: AppealDecision,
  now: Date,
): Promise<{ decisionId: string | null }> {
  if (decision.outcome === "reversed" && decision.verdict === "deleted") {
    const { on } = (await readAppeal(appealId)).decision;
    await requireSigned(operator, on.id, signed, now);
  }
  return decideAppeal(appealId, decision, operatorActor(operator), now);
}

/** An operator as the audit log names people. */
export function operatorActor({ address }: Identity) {
  return { kind: "operator", account: address } as const;
}

async function requireSigned(operator: Identity, fileId: string, signed: DecisionRequest["signed"], now: Date) {
  if (!signed) throw new AppError("act_not_signed", { detail: "Sign the deletion with your wallet." });
  await checkDeletion(operator, fileId, signed, now);
}
