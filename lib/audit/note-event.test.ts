import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import { freshDatabase } from "@/test/database";
import { noteEvent } from "./note-event";

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  forgetPerProcess("security-events");
  await db().auditEntry.deleteMany();
});

const now = new Date("2026-11-30T07:00:00Z");
const after = (ms: number) => new Date(now.getTime() + ms);
const refuse = (at: Date) => noteEvent({ act: "sign-in-refused", by: { kind: "visitor" } }, at);

it("a stranger adds a bounded number of lines an hour, and what was left out is counted", async () => {
  for (let count = 0; count < 500; count += 1) await refuse(after(count));
  await noteEvent({ act: "signed-in", by: { kind: "seller", account: "0x1" } }, after(500));
  expect(await db().auditEntry.count({ where: { act: "sign-in-refused" } })).toBe(20);
  expect(await db().auditEntry.count({ where: { act: "signed-in", by: "seller 0x1" } })).toBe(1);
  await refuse(after(HOUR));
  const newest = await db().auditEntry.findFirstOrThrow({ orderBy: { at: "desc" } });
  expect(JSON.parse(newest.detail)).toEqual({ leftOutBefore: 480 });
});

it("a log that cannot be written refuses nobody", async () => {
  await db().$executeRawUnsafe('ALTER TABLE "AuditEntry" RENAME TO "gone"');
  try {
    await expect(refuse(now)).resolves.toBeUndefined();
  } finally {
    await db().$executeRawUnsafe('ALTER TABLE "gone" RENAME TO "AuditEntry"');
  }
});
