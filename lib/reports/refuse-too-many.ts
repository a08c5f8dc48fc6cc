import "server-only";
import { DAY, SECOND } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";

/** Reports in 24 hours from one network or one e-mail address, and about one file from either. */
export const REPORTS_PER_DAY = 20;
export const REPORTS_PER_FILE = 3;

type Sender = { fileId: string; ipPrefix: string; email: string | null };

/**
 * Counts in the database, so that a restart forgets nothing.
 *
 * @throws AppError `too_many_requests` with `Retry-After` (seconds)
 */
export async function refuseTooMany(tx: Tx, { fileId, ipPrefix, email }: Sender, now: Date): Promise<void> {
  const since = new Date(now.getTime() - DAY);
  const senders = email === null ? [{ ipPrefix }] : [{ ipPrefix }, { email }];
  for (const sender of senders) {
    const earlier = await tx.report.findMany({
      where: { ...sender, createdAt: { gt: since } },
      select: { fileId: true, createdAt: true },
      orderBy: { createdAt: "desc" },
      take: REPORTS_PER_DAY,
    });
    const aboutFile = earlier.filter((one) => one.fileId === fileId);
    refuseAfter(earlier[REPORTS_PER_DAY - 1], `You can send ${REPORTS_PER_DAY} reports a day.`, now);
    refuseAfter(aboutFile[REPORTS_PER_FILE - 1], `You can report one file ${REPORTS_PER_FILE} times a day.`, now);
  }
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
