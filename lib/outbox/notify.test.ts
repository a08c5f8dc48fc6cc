import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { freshDatabase } from "@/test/database";
import { notify } from "./notify";

const now = new Date("2026-12-01T10:00:00Z");
let database: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

it("makes one row of the same notice, and keeps the time of the first", async () => {
  await notify(db(), { kind: "sold", orderId: "one" }, now);
  await db().$transaction((tx) => notify(tx, { kind: "sold", orderId: "one" }, new Date(now.getTime() + 1)));
  expect(await db().notice.findMany({ where: { subjectId: "one" } })).toEqual([
    { id: "sold one", kind: "sold", subjectId: "one", detail: "", createdAt: now, expandedAt: null },
  ]);
});

it("tells a sale that ends again from the one that was announced", async () => {
  const [sooner, later] = [new Date("2026-12-08T10:00:00Z"), new Date("2026-12-20T10:00:00Z")];
  await notify(db(), { kind: "sale-ends", fileId: "file", days: 7, until: sooner }, now);
  await notify(db(), { kind: "sale-ends", fileId: "file", days: 1, until: sooner }, now);
  await notify(db(), { kind: "sale-ends", fileId: "file", days: 7, until: later }, now);
  expect(await db().notice.count({ where: { kind: "sale-ends" } })).toBe(3);
});

it("is not written when the transaction is rolled back", async () => {
  const failing = db().$transaction(async (tx) => {
    await notify(tx, { kind: "sold", orderId: "two" }, now);
    throw new Error("the end");
  });
  await expect(failing).rejects.toThrow("the end");
  expect(await db().notice.count({ where: { subjectId: "two" } })).toBe(0);
});
