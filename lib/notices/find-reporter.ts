import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";

/** So many reports by one address are looked at, the newest. */
const LOOKED_AT = 1_000;

/**
 * Who is told that a report was decided. A stranger typed the address, and it may be somebody else's: it gets one message for a
 * report (rule 15), one a day, none about a report that was unfounded, and none after one that could not be delivered. The
 * decision is on the status page anyway.
 */
export async function findReporter(reportId: string, now: Date): Promise<{ channel: "email"; id: string }[]> {
  const select = { email: true, unfounded: true };
  const report = await db().report.findUnique({ where: { id: reportId }, select });
  if (!report?.email || report.unfounded) return [];
  const others = await db().report.findMany({
    where: { email: report.email, id: { not: reportId } },
    select: { id: true },
    orderBy: { createdAt: "desc" },
    take: LOOKED_AT,
  });
  const before = await db().delivery.count({
    where: {
      channel: "email",
      recipient: { in: others.map(({ id }) => `report:${id}`) },
      OR: [{ createdAt: { gt: new Date(now.getTime() - DAY) } }, { state: "dead" }],
    },
  });
  return before > 0 ? [] : [{ channel: "email", id: `report:${reportId}` }];
}
