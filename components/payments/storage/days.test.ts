import { describe, expect, it } from "vitest";
import { dayFromNow } from "@/components/ui/days";
import { DAY } from "@/lib/clock";
import { afterDays, daysOf, daysUntil, extendsFrom } from "./days";

const now = new Date("2026-11-30T10:00:00Z");

describe("days that are paid for", () => {
  it("begin where the paid ones end, or now", () => {
    expect(extendsFrom("2027-01-01T00:00:00.000Z", now).toISOString()).toBe("2027-01-01T00:00:00.000Z");
    expect(extendsFrom("2026-11-01T00:00:00.000Z", now)).toEqual(now);
    expect(extendsFrom(null, now)).toEqual(now);
  });

  it("are whole, and never fewer than needed", () => {
    expect(daysUntil(now, new Date(now.getTime() + 2 * DAY))).toBe(2);
    expect(daysUntil(now, new Date(now.getTime() + 2 * DAY + 1))).toBe(3);
    expect(daysUntil(now, now)).toBe(0);
  });

  it("reach the end of a chosen day", () => {
    const days = daysOf(dayFromNow(now, 40), now) ?? 0;
    expect([40, 41]).toContain(days);
    const until = new Date(afterDays(now, days));
    expect(until >= new Date(now.getFullYear(), now.getMonth(), now.getDate() + 40, 23, 59, 59)).toBe(true);
  });

  it("cannot be counted to no day, or to one that is past", () => {
    expect(daysOf("", now)).toBeNull();
    expect(daysOf("2026-02-31", now)).toBeNull();
    expect(daysOf(dayFromNow(now, -1), now)).toBeNull();
  });

  it("are taken as they are", () => {
    expect(daysOf(90, now)).toBe(90);
  });
});
