import "server-only";
import { DAY } from "@/lib/clock";

/** A day in UTC, as "2026-11-30". */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** When a day begins and ends. */
export function boundsOf(day: string): { from: Date; to: Date } {
  const from = new Date(`${day}T00:00:00.000Z`);
  return { from, to: new Date(from.getTime() + DAY) };
}
