import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { hashSecret } from "@/lib/ids";
import { shop as core } from "@/lib/shop/shop";
import { forgetSettlement } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";
import { commitSettlement } from "./commit";
import type { Proof } from "./ports";
import type { PaymentRow } from "./rows";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

const CHOSEN = "r9Zt3kQ0vVxw5hJ2mB8nYc6pLd1sGfAeUoIiTqWX4-_";

/** A purchase whose payment and transfer are real; then the ledger forgets that it was settled. */
async function unsettled(chosenClaimToken: string | null = null): Promise<PaymentRow> {
  const { id } = await shop.sell();
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header, chosenClaimToken });
  if (outcome.kind !== "granted") throw new Error(`not granted: ${outcome.kind}`);
  return forgetSettlement(outcome.payment?.id ?? "");
}

const commit = (payment: PaymentRow, at: Proof) =>
  commitSettlement(core, payment, at, { opensBySecret: true, now: new Date() });

const proof: Proof = {
  transaction: `0x${"ab".repeat(32)}`,
  position: "7",
  height: "5",
  blockHash: `0x${"cd".repeat(32)}`,
  blockTime: new Date(),
  sender: `0x${"ef".repeat(20)}`,
};

it("one transfer settles one payment, and a second payment that points to it stays unsettled", async () => {
  const [first, second] = [await unsettled(), await unsettled()];
  await commit(first, proof);
  await expect(commit(second, proof)).rejects.toMatchObject({ code: "P2002" });
  expect(await db().transfer.findUnique({ where: { id: second.id }, include: { order: true } })).toMatchObject({
    state: "unknown",
    order: { state: "open" },
  });
  expect(await db().entitlement.count({ where: { orderId: second.id } })).toBe(0);
});

it("payment and grant are written together or not at all", async () => {
  const row = await unsettled();
  const other = await unsettled();
  await commit(other, { ...proof, position: "8" });
  // The grant cannot be written: its claim token belongs to another one.
  await db().order.update({ where: { id: row.id }, data: { secretHash: other.order.secretHash } });
  await expect(commit(row, { ...proof, position: "9" })).rejects.toMatchObject({ code: "P2002" });
  expect(await db().transfer.findUnique({ where: { id: row.id }, include: { order: true } })).toMatchObject({
    state: "unknown",
    order: { state: "open" },
  });
  const events = await db().orderEvent.findMany({ where: { orderId: row.id, state: "settled" } });
  expect(events).toHaveLength(1);
});

it("no table holds the key to a purchase, only its hash", async () => {
  const row = await unsettled(CHOSEN);
  await commit(row, { ...proof, position: "10" });
  const grant = await db().entitlement.findFirstOrThrow({ where: { orderId: row.id } });
  expect(grant.tokenHash).toBe(hashSecret(CHOSEN));
  const everything = JSON.stringify(
    [
      await db().order.findMany(),
      await db().transfer.findMany(),
      await db().entitlement.findMany(),
      await db().hold.findMany(),
    ],
    (_, value) => (typeof value === "bigint" ? String(value) : value),
  );
  expect(everything).toContain(hashSecret(CHOSEN));
  expect(everything).not.toContain(CHOSEN);
});
