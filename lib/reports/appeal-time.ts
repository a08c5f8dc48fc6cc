import "server-only";

/** How long a decision can be appealed (DSA art. 20(1)). */
const APPEAL_MONTHS = 6;

/** The end of the time to appeal: the same day, six months later, or that month's last day. */
export function appealUntil(decidedAt: Date): Date {
  return monthsAfter(decidedAt, APPEAL_MONTHS);
}

/** The same day some months later, or the last day of that month. */
export function monthsAfter(date: Date, months: number): Date {
  const later = new Date(date);
  later.setUTCMonth(date.getUTCMonth() + months);
  // The 31st of a shorter month would be in the next one.
  if (later.getUTCDate() !== date.getUTCDate()) later.setUTCDate(0);
  return later;
}
