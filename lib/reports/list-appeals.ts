import "server-only";
import type { Appeal } from "@/generated/sqlite/client/client";
import { db } from "@/lib/db/client";
import { readDecision, readLastDecision } from "@/lib/decisions/list-decisions";
import { AppError } from "@/lib/errors";
import { toAppealView } from "./appeal-view";
import { MAX_LISTED } from "./list-reports";
import type { AppealDetails } from "./schema";
import { SELLER_PARTY } from "./schema";
import { readFileNames } from "./statements";

type AppealQuery = {
  state?: "open" | "decided";
  decisionId?: string;
  /** Continue after the appeal with this id. */
  before?: string;
  take: number;
};

/** Appeals, the newest first. An unknown `before` gives none. */
export async function listAppeals({ state, decisionId, before, take }: AppealQuery): Promise<AppealDetails[]> {
  const last = before === undefined ? null : await db().appeal.findUnique({ where: { id: before } });
  if (before !== undefined && !last) return [];
  const rows = await db().appeal.findMany({
    where: {
      state: state === "decided" ? { not: "open" } : state,
      decisionId,
      ...(last && {
        OR: [{ createdAt: { lt: last.createdAt } }, { createdAt: last.createdAt, id: { lt: last.id } }],
      }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: Math.min(take, MAX_LISTED),
  });
  return Promise.all(rows.map(toDetails));
}

/** @throws AppError `not_found` */
export async function readAppeal(id: string): Promise<AppealDetails> {
  const row = await db().appeal.findUnique({ where: { id } });
  if (!row) throw new AppError("not_found");
  return toDetails(row);
}

async function toDetails(row: Appeal): Promise<AppealDetails> {
  const decision = await readDecision(row.decisionId);
  if (!decision) throw new Error(`The decision of appeal ${row.id} vanished.`);
  const { on } = decision;
  const bySeller = row.party === SELLER_PARTY;
  const select = { id: true, number: true };
  const report = bySeller ? null : await db().report.findUnique({ where: { id: row.party }, select });
  return {
    ...toAppealView(row),
    by: bySeller ? "seller" : "reporter",
    decision,
    file: on.kind === "file" ? (await readFileNames([on.id]))(on.id) : null,
    report,
    after: (await readLastDecision(db(), on))?.id ?? null,
    newDecisionId: row.newDecisionId,
  };
}
