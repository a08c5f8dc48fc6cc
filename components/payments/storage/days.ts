import { endOfDay } from "@/components/ui/days";
import { DAY } from "@/lib/clock";

/** How long storage is usually paid for (days). */
export const LENGTHS = [30, 90, 365] as const;

/** A number of days, or a day as date inputs write it. */
export type DaysWanted = number | string;

/** When paid days begin: where those end that are paid for, or now. */
export function extendsFrom(keptUntil: string | null, now: Date): Date {
  const until = keptUntil === null ? now.getTime() : Date.parse(keptUntil);
  return new Date(Math.max(until, now.getTime()));
}

/** Whole days of 24 hours from a moment until at least another; less than 1 if that is not later. */
export function daysUntil(from: Date, until: Date): number {
  return Math.ceil((until.getTime() - from.getTime()) / DAY);
}

/** How many days have to be paid for; null if a day was chosen that is none, or not later. */
export function daysOf(wanted: DaysWanted, from: Date): number | null {
  if (typeof wanted === "number") return wanted;
  const until = endOfDay(wanted);
  const days = until ? daysUntil(from, until) : 0;
  return days >= 1 ? days : null;
}

/** ISO 8601: the end of so many days. */
export function afterDays(from: Date, days: number): string {
  return new Date(from.getTime() + days * DAY).toISOString();
}
