import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { newSecret } from "@/lib/ids";
import { setState } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import { exchangeClaimToken } from "./exchange-claim-token";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

it("waits while the payment is being confirmed, and opens by the same link once it is settled", async () => {
  const { id } = await shop.sell();
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  if (outcome.kind !== "granted" || !outcome.payment || !outcome.claimToken) throw new Error("not bought");
  const { claimToken, payment } = outcome;
  const [grant] = await db().entitlement.findMany({ where: { productId: id } });
  if (!grant) throw new Error("no grant");

  await db().entitlement.delete({ where: { id: grant.id } });
  await setState({ id: payment.id }, "unknown");
  const waiting = await exchangeClaimToken(claimToken, new Date());
  expect(waiting.body).toMatchObject({
    pending: true,
    pendingPaymentId: payment.id,
    ticketUrl: null,
    downloadUntil: null,
  });

  await setState({ id: payment.id }, "settled");
  await db().entitlement.create({ data: grant });
  const { body, cookies } = await exchangeClaimToken(claimToken, new Date());
  expect(body).toMatchObject({ pending: false, pendingPaymentId: null, fileId: id });
  expect(body.ticketUrl).toContain("ticket=");
  for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);

  // Failed for good: the link does not work, and the payment's status says why.
  await db().entitlement.delete({ where: { id: grant.id } });
  await setState({ id: payment.id }, "failed");
  await expect(exchangeClaimToken(claimToken, new Date())).rejects.toMatchObject({ code: "claim_not_found" });
});

it("gives no access for a malformed token or a guess", async () => {
  for (const text of ["", "x", "x".repeat(200), newSecret()]) {
    await expect(exchangeClaimToken(text, new Date())).rejects.toMatchObject({ code: "claim_not_found", status: 404 });
  }
});
