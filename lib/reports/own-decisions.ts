import "server-only";
import type { Appeal } from "@/generated/sqlite/client/client";
import { db } from "@/lib/db/client";
import { listDecisionsOfSeller } from "@/lib/decisions/list-decisions";
import type { Decision } from "@/lib/decisions/schema";
import { toAppealView } from "./appeal-view";
import { type OwnDecision, type OwnDecisions, SELLER_PARTY, type Statement } from "./schema";
import { isRestriction } from "./send-appeal";
import { toStatements } from "./statements";

/** The most decisions in one answer. */
const DECISIONS_SHOWN = 100;

/**
 * What was decided about a seller and the seller's files, the newest first: what is in force, and what can still be
 * appealed. Reports without consequences are left out.
 */
export async function listOwnDecisions(sellerId: string, now: Date): Promise<OwnDecisions> {
  const all = await listDecisionsOfSeller(sellerId, DECISIONS_SHOWN);
  const decisions = all.filter(({ verdict }) => verdict !== "none");
  const appeals = await db().appeal.findMany({ where: { decisionId: { in: decisions.map(({ id }) => id) } } });
  const statements = await toStatements(decisions);
  const own = statements.map((statement, index) => {
    const about = appeals.filter(({ decisionId }) => decisionId === statement.id);
    return toOwn(statement, about, isNewest(decisions, index), now);
  });
  const shown = own.filter((one) => one.inForce || one.appeal?.state === "open" || isInTime(one, now));
  return { decisions: shown };
}

function toOwn(statement: Statement, appeals: Appeal[], newest: boolean, now: Date): OwnDecision {
  const own = appeals.find(({ party }) => party === SELLER_PARTY);
  const replaced = appeals.some(({ state }) => state === "reversed");
  const restricts = isRestriction(statement);
  return {
    ...statement,
    appeal: own ? toAppealView(own) : null,
    mayAppeal: restricts && isInTime(statement, now) && !own && !replaced,
    inForce: restricts && newest,
  };
}

function isInTime({ appealUntil }: Statement, now: Date): boolean {
  return new Date(appealUntil) > now;
}

/** @param decisions the newest first */
function isNewest(decisions: Decision[], index: number): boolean {
  const { on } = decisions[index] as Decision;
  return decisions.findIndex((one) => one.on.kind === on.kind && one.on.id === on.id) === index;
}
