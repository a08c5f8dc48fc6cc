import { afterAll, beforeAll, expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { freshDatabase } from "@/test/database";
import { findConditions } from "./conditions";
import { noteConditions } from "./watch-shop";

let database: Awaited<ReturnType<typeof freshDatabase>>;
let now = new Date();

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** One look a minute. */
async function pass(minutes: number, isLow: boolean): Promise<void> {
  for (let count = 0; count < minutes; count += 1) {
    now = new Date(now.getTime() + MINUTE);
    await noteConditions(isLow ? [{ kind: "gas-low", place: "Base" }] : [], now);
  }
}
const told = () => db().notice.count({ where: { kind: "gas-low" } });

it("tells a condition once while it lasts, and again when it comes back", async () => {
  await pass(2, true);
  expect(await told()).toBe(0);
  await pass(60, true);
  expect(await told()).toBe(1);
  // Not gone: only not seen for a moment.
  await pass(5, false);
  await pass(5, true);
  expect(await told()).toBe(1);
  await pass(20, false);
  await pass(5, true);
  expect(await told()).toBe(2);
  expect(await db().alarm.findMany()).toMatchObject([{ id: "gas-low Base", round: 2, isOn: true }]);
});

it("finds what is true of a real shop: sales are paused without a node, and the disk is full below MIN_FREE_SPACE", async () => {
  process.env.RPC_URL_31337 = "http://127.0.0.1:9";
  process.env.MIN_FREE_SPACE = "1000000GB";
  const { resetSettings } = await import("@/lib/settings/settings");
  resetSettings();
  const found = await findConditions(new Date());
  delete process.env.MIN_FREE_SPACE;
  resetSettings();
  expect(found).toEqual(
    expect.arrayContaining([
      { kind: "disk-low", place: "here" },
      { kind: "sales-paused", place: expect.any(String) },
    ]),
  );
});
