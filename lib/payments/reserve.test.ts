import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renewRecoveryLink } from "@/lib/buyers/renew-recovery-link";
import { db } from "@/lib/db/client";
import { hashSecret, newSecret } from "@/lib/ids";
import { leaveUnknown, paidFor, reconcilePayments, setState } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

/** Hides a buyer's order from the lookup before a reservation: only its unique keys still show whose it is. */
async function hideOrders(fileId: string): Promise<void> {
  const nobody = { payer: "eip155:1:0x00", person: "eip155:0x00" };
  await db().order.updateMany({ where: { productId: fileId }, data: nobody });
}

it("nobody is charged twice even where the look before the reservation finds nothing", async () => {
  const { id } = await shop.sell();
  await shop.buy(id, { payment: (await shop.sign(id)).header });
  await hideOrders(id);
  const before = await shop.received();
  const again = await shop.sign(id);
  expect(await shop.buy(id, { payment: again.header })).toMatchObject({
    kind: "granted",
    claimToken: expect.any(String),
  });
  expect(await shop.received()).toBe(before);
  expect(await db().transfer.count({ where: paidFor(id) })).toBe(1);
  // It was a proof, and is used up.
  expect((await shop.buy(id, { payment: again.header })).kind).toBe("payment-known");
});

it("nor while the first payment is in progress", async () => {
  const { id } = await shop.sell();
  await shop.buy(id, { payment: (await shop.sign(id)).header });
  await db().entitlement.deleteMany({ where: { productId: id } });
  await setState({ fileId: id }, "unknown");
  await hideOrders(id);
  const before = await shop.received();
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  expect(outcome).toMatchObject({ kind: "settlement-unknown", claimToken: null });
  expect(await shop.received()).toBe(before);
});

it("an order that gives nothing any more leaves its place", async () => {
  const { id } = await shop.sell();
  await shop.buy(id, { payment: (await shop.sign(id)).header });
  await db().entitlement.updateMany({ where: { productId: id }, data: { until: new Date(Date.now() - 1_000) } });
  const before = await shop.received();
  expect((await shop.buy(id, { payment: (await shop.sign(id)).header })).kind).toBe("granted");
  expect(await shop.received()).toBe(before + 250_000n);
  const keys = await db().order.findMany({ where: { productId: id }, orderBy: { createdAt: "asc" } });
  expect(keys.map(({ accountKey }) => accountKey !== null)).toEqual([false, true]);
});

describe("a secret that the client chose", () => {
  async function boughtWith(claimToken: string) {
    const { id } = await shop.sell();
    const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header, chosenClaimToken: claimToken });
    if (outcome.kind !== "granted" || !outcome.payment) throw new Error(`not granted: ${outcome.kind}`);
    return { id, paymentId: outcome.payment.id };
  }

  it("and its buyer has shut opens nothing again, and the authorization that came with it is still good", async () => {
    const leaked = newSecret();
    const { id, paymentId } = await boughtWith(leaked);
    const buyer = { address: shop.chain.accounts.buyer.address.toLowerCase(), chainId: 0 };
    await renewRecoveryLink(buyer, paymentId, { endOthers: true, now: new Date() });
    const payment = (await shop.sign(id)).header;
    const before = await shop.received();
    await expect(shop.buy(id, { payment, claimToken: leaked, chosenClaimToken: leaked })).rejects.toMatchObject({
      code: "malformed_request",
    });
    const outcome = await shop.buy(id, { payment, chosenClaimToken: newSecret() });
    expect(outcome).toMatchObject({ kind: "granted", payment: { id: paymentId } });
    expect(await shop.received()).toBe(before);
  });

  it("and something else took in the meantime does not cost the buyer what was paid for", async () => {
    const [claimToken, { id: other }, { id }] = [newSecret(), await shop.sell(), await shop.sell()];
    const paid = await shop.sign(id);
    const facilitator = { name: "embedded", signers: [shop.chain.accounts.stranger.address.toLowerCase()] };
    const row = await leaveUnknown(shop.chain, id, paid, { claimToken, facilitator });
    await shop.submit(paid);
    // As happens when a gift is taken with the same secret.
    await shop.buy(other, { payment: (await shop.sign(other)).header });
    await db().entitlement.updateMany({ where: { productId: other }, data: { tokenHash: hashSecret(claimToken) } });
    await reconcilePayments(new Date());
    expect(await db().transfer.findUnique({ where: { id: row.id } })).toMatchObject({ state: "settled" });
    expect((await shop.buy(id, { payment: (await shop.sign(id)).header })).kind).toBe("granted");
  });
});
