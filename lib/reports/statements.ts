import "server-only";
import { db } from "@/lib/db/client";
import type { Decision } from "@/lib/decisions/schema";
import { fileUrl } from "@/lib/products/files/file-url";
import { appealUntil } from "./appeal-time";
import type { FileName, Statement } from "./schema";

/** The statements of reasons of decisions, with what they are about. */
export async function toStatements(decisions: Decision[]): Promise<Statement[]> {
  const nameOf = await readFileNames(decisions.filter(({ on }) => on.kind === "file").map(({ on }) => on.id));
  return decisions.map(({ id, verdict, ground, facts, legalBasis, automated, reportId, on, at }) => ({
    id,
    verdict,
    ground,
    facts,
    legalBasis,
    automated,
    file: on.kind === "file" ? nameOf(on.id) : null,
    reported: reportId !== null,
    decidedAt: at,
    appealUntil: appealUntil(new Date(at)).toISOString(),
  }));
}

/** The titles of files, deleted ones included. */
export async function readFileNames(ids: string[]): Promise<(id: string) => FileName> {
  const rows = await db().file.findMany({ where: { id: { in: ids } }, select: { id: true, title: true } });
  const titles = new Map(rows.map(({ id, title }) => [id, title]));
  return (id) => ({ id, title: titles.get(id) ?? id, url: fileUrl(id) });
}
