import "server-only";
import { DAY, HOUR, SECOND } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { SITE_FACTOR, siteOf } from "@/lib/http/client-ip";

/** Reports in 24 hours from one network, and about one file from it; from the /48 around it, `SITE_FACTOR` times as many. */
export const REPORTS_PER_DAY = 20;
export const REPORTS_PER_FILE = 3;
/** Open reports about one file, from everywhere. */
export const OPEN_PER_FILE = 200;

/** An e-mail address does not count: anybody can type somebody else's, and would then use up that person's reports. */
type Sender = { fileId: string; ipPrefix: string };

/**
 * Counts in the database, so that a restart forgets nothing.
 *
 * @throws AppError `too_many_requests` with `Retry-After` (seconds)
 */
export async function refuseTooMany(tx: Tx, { fileId, ipPrefix }: Sender, now: Date): Promise<void> {
  const since = new Date(now.getTime() - DAY);
  for (const { of, factor } of groupsOf(ipPrefix)) {
    const [perDay, perFile] = [factor * REPORTS_PER_DAY, factor * REPORTS_PER_FILE];
    const earlier = await tx.report.findMany({
      where: { ipPrefix: of, createdAt: { gt: since } },
      select: { fileId: true, createdAt: true },
      orderBy: { createdAt: "desc" },
      take: perDay,
    });
    const aboutFile = earlier.filter((one) => one.fileId === fileId);
    refuseAfter(earlier[perDay - 1], `You can send ${REPORTS_PER_DAY} reports a day.`, now);
    refuseAfter(aboutFile[perFile - 1], `You can report one file ${REPORTS_PER_FILE} times a day.`, now);
  }
  if ((await tx.report.count({ where: { fileId, state: "open" } })) >= OPEN_PER_FILE) {
    throw new AppError("too_many_requests", {
      detail: `The operator has ${OPEN_PER_FILE} open reports about this file and takes more once they are decided.`,
      headers: { "Retry-After": String(HOUR / SECOND) },
    });
  }
}

function groupsOf(ipPrefix: string) {
  const site = siteOf(ipPrefix);
  const network = { of: ipPrefix, factor: 1 };
  if (site === null) return [network];
  // "2001:db8:1::/48" has the networks "2001:db8:1:…".
  return [network, { of: { startsWith: site.replace("::/48", ":") }, factor: SITE_FACTOR }];
}

/** @param oldest the one that has to be a day old before another is accepted; undefined if there is room */
function refuseAfter(oldest: { createdAt: Date } | undefined, words: string, now: Date): void {
  if (!oldest) return;
  const seconds = Math.max(1, Math.ceil((oldest.createdAt.getTime() + DAY - now.getTime()) / SECOND));
  throw new AppError("too_many_requests", {
    detail: `${words} The operator has those that you sent.`,
    headers: { "Retry-After": String(seconds) },
  });
}
