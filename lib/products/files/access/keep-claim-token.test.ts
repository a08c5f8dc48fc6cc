import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { createSiblingGrant } from "@/lib/entitlements/grant";
import { hashSecret, newSecret } from "@/lib/ids";
import { openShop, type Shop } from "@/test/shop";
import { keepClaimToken } from "./keep-claim-token";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

const now = () => new Date();

async function buy(fileId: string, by?: Parameters<Shop["sign"]>[1]) {
  const outcome = await shop.buy(fileId, { payment: (await shop.sign(fileId, by)).header });
  if (outcome.kind !== "granted" || !outcome.claimToken) throw new Error("not bought");
  return outcome.claimToken;
}

it("another purchase takes the place of this browser's only if the buyer says so", async () => {
  const { id: fileId } = await shop.sell();
  const own = await buy(fileId);
  const grant = await db().entitlement.findFirstOrThrow({ where: { tokenHash: hashSecret(own) } });
  const token = newSecret();
  // As if somebody else had bought it too.
  await createSiblingGrant(db(), { ...grant, orderId: null }, token, now());
  const shown = { fileId, token, own };
  await expect(keepClaimToken(shown, now())).rejects.toMatchObject({ code: "other_access", status: 409 });
  const kept = await keepClaimToken({ ...shown, replace: true }, now());
  expect(kept.cookies.join()).toContain(token);
});

it("asks nothing for the same key, another key of the same purchase, or in place of one that opens nothing", async () => {
  const { id: fileId } = await shop.sell();
  const own = await buy(fileId);
  const grant = await db().entitlement.findFirstOrThrow({ where: { tokenHash: hashSecret(own) } });
  const token = newSecret();
  await createSiblingGrant(db(), grant, token, now());
  for (const mine of [null, own, token, newSecret()]) {
    expect((await keepClaimToken({ fileId, token, own: mine }, now())).body.fileId).toBe(fileId);
  }
  const { id: other } = await shop.sell();
  await expect(keepClaimToken({ fileId: other, token, own: null }, now())).rejects.toMatchObject({
    code: "claim_not_found",
  });
});
