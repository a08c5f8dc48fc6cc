import "server-only";
import { db } from "@/lib/db/client";

/**
 * How many files of a seller the operator closed or stopped, for finding those who do it again and again: files whose last
 * decision was not lifted. Several decisions about one file count once.
 */
export async function countStrikes(sellerId: string): Promise<number> {
  const rows = await db().decision.findMany({
    where: { sellerId, subjectKind: "file", verdict: { not: "none" } },
    select: { subjectId: true, verdict: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const last = new Map(rows.map(({ subjectId, verdict }) => [subjectId, verdict]));
  return [...last.values()].filter((verdict) => verdict !== "lifted").length;
}

/** The reports of one sender, by e-mail address or else by network, and how many of them had no ground. */
export async function countSent(sender: {
  email: string | null;
  ipPrefix: string | null;
}): Promise<{ reports: number; unfounded: number }> {
  const { email, ipPrefix } = sender;
  if (email === null && ipPrefix === null) return { reports: 0, unfounded: 0 };
  const where = email === null ? { ipPrefix } : { email };
  const [reports, unfounded] = await Promise.all([
    db().report.count({ where }),
    db().report.count({ where: { ...where, unfounded: true } }),
  ]);
  return { reports, unfounded };
}
