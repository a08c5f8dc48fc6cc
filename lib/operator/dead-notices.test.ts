import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { freshDatabase } from "@/test/database";
import { retryNotice } from "./dead-notices";

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const now = new Date();
const operator = { kind: "command-line" } as const;

it("lets a message be tried for days again, also one that was given up long ago, and once", async () => {
  const long = new Date(now.getTime() - 10 * DAY);
  await db().notice.create({ data: { id: "sold one", kind: "sold", subjectId: "one", createdAt: long } });
  const ended = { state: "dead", attempts: 9, nextAt: long, createdAt: long, updatedAt: long };
  const to = { noticeId: "sold one", channel: "email", recipient: "operator" };
  await db().delivery.create({ data: { id: "one", ...to, ...ended } });
  await retryNotice("one", operator, now);
  const again = { state: "waiting", attempts: 0, nextAt: now, createdAt: now };
  expect(await db().delivery.findUnique({ where: { id: "one" } })).toMatchObject(again);
  expect(await db().auditEntry.count({ where: { act: "notice-retried" } })).toBe(1);
  await expect(retryNotice("one", operator, now)).rejects.toMatchObject({ code: "not_found" });
});
