import "server-only";
import type { Decision as Row } from "@/generated/sqlite/client/client";
import { type Db, db, type Tx } from "@/lib/db/client";
import type { Decision, DecisionSubject, Ground, Verdict } from "./schema";

/** All decisions about a file or a seller, the newest first. */
export async function listDecisions({ kind, id }: DecisionSubject): Promise<Decision[]> {
  const rows = await db().decision.findMany({ where: { subjectKind: kind, subjectId: id }, orderBy: newestFirst });
  return rows.map(toDecision);
}

/** All decisions about a seller and the seller's files, the newest first. */
export async function listDecisionsOfSeller(sellerId: string, take: number): Promise<Decision[]> {
  const rows = await db().decision.findMany({ where: { sellerId }, orderBy: newestFirst, take });
  return rows.map(toDecision);
}

/** The decision in force, or the last one. */
export async function readLastDecision(client: Db | Tx, { kind, id }: DecisionSubject): Promise<Decision | null> {
  const where = { subjectKind: kind, subjectId: id };
  const row = await client.decision.findFirst({ where, orderBy: newestFirst });
  return row && toDecision(row);
}

/** @returns null when there is none with this id */
export async function readDecision(id: string): Promise<Decision | null> {
  const row = await db().decision.findUnique({ where: { id } });
  return row && toDecision(row);
}

const newestFirst = [{ createdAt: "desc" as const }, { id: "desc" as const }];

function toDecision({ subjectKind, subjectId, verdict, ground, createdAt, ...row }: Row): Decision {
  return {
    ...row,
    on: { kind: subjectKind as DecisionSubject["kind"], id: subjectId },
    verdict: verdict as Verdict,
    ground: ground as Ground,
    at: createdAt.toISOString(),
  };
}
