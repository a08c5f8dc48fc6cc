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

it("strangers who use up their lines leave room for what others do, and for other sign-ins", async () => {
  const of = (purpose: string) =>
    noteEvent({ act: "sign-in-refused", by: { kind: "visitor" }, detail: { purpose, reason: "" } }, now);
  const refuseAccess = (kind: "seller" | "operator") =>
    noteEvent({ act: "access-refused", by: { kind, account: "0x1" } }, now);
  for (let count = 0; count < 100; count += 1) await Promise.all([of("sign-in"), refuseAccess("seller")]);
  await of("operator");
  await refuseAccess("operator");
  const lines = await db().auditEntry.findMany();
  expect(lines.filter(({ detail }) => detail.includes('"operator"'))).toHaveLength(1);
  expect(lines.filter(({ act, by }) => act === "access-refused" && by === "operator 0x1")).toHaveLength(1);
  expect(lines).toHaveLength(42);
});

it("each limit has lines of its own", async () => {
  const reach = (limit: string) => noteEvent({ act: "limit-reached", by: { kind: "visitor" }, detail: { limit } }, now);
  for (let count = 0; count < 100; count += 1) await reach("fileInfo");
  await reach("signIn");
  const lines = await db().auditEntry.findMany();
  expect(lines.filter(({ detail }) => detail.includes('"signIn"'))).toHaveLength(1);
  expect(lines).toHaveLength(21);
});

it("an operator's sign-ins and sign-outs are all there", async () => {
  const act = (name: "signed-in" | "signed-out", kind: "seller" | "operator") =>
    noteEvent({ act: name, by: { kind, account: "0x1" } }, now);
  for (let count = 0; count < 250; count += 1) {
    for (const kind of ["seller", "operator"] as const) {
      await act("signed-in", kind);
      await act("signed-out", kind);
    }
  }
  const countOf = (by: string) => db().auditEntry.count({ where: { by } });
  expect([await countOf("seller 0x1"), await countOf("operator 0x1")]).toEqual([400, 500]);
});

it("a log that cannot be written refuses nobody", async () => {
  await db().$executeRawUnsafe('ALTER TABLE "AuditEntry" RENAME TO "gone"');
  try {
    await expect(refuse(now)).resolves.toBeUndefined();
  } finally {
    await db().$executeRawUnsafe('ALTER TABLE "gone" RENAME TO "AuditEntry"');
  }
});
