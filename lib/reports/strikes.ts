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

/**
 * The reports from one network, and how many of them had no ground. Their e-mail addresses do not count: nobody has shown
 * that they are the sender's.
 *
 * @returns null when the network is no longer known, a month after the report
 */
export async function countSent({ ipPrefix }: { ipPrefix: string | null }) {
  if (ipPrefix === null) return null;
  const [reports, unfounded] = await Promise.all([
    db().report.count({ where: { ipPrefix } }),
    db().report.count({ where: { ipPrefix, unfounded: true } }),
  ]);
  return { reports, unfounded };
}
