import { describe, expect, it } from "vitest";
import { newId } from "@/lib/ids";
import { releaseTransfer } from "@/lib/payments/ledger";
import type { Product } from "@/lib/payments/ports";
import { freshDatabase } from "../database";
import { openLedgerWorld } from "./ledger-world";
import { testProduct } from "./product.contract";
import { momentProduct, severalProduct, stock } from "./products";
import { reserveSigned } from "./reserve-signed";

const open = (product: Product) => async () => {
  const database = await freshDatabase();
  const newOffer = async () => ({
    productKind: product.kind,
    productId: newId(),
    offerId: newId(),
    sellerId: "seller",
    priceMicroUsd: 250_000n,
  });
  return { product, newOffer, close: () => database.close() };
};

describe("a product of which there are only two", () => {
  it("is sold twice, and again when an order for it has failed", async () => {
    const world = await openLedgerWorld();
    const shop = { methods: [world.method], method: () => world.method, product: () => severalProduct, referrers: [] };
    const productId = newId();
    stock.set(productId, 2);
    const buy = async () => {
      const payer = await world.newPayer(10n ** 18n);
      const authorization = await world.signFor(payer, { payee: world.payee, priceMicroUsd: 250_000n });
      const offer = { productKind: "several", productId, offerId: newId(), sellerId: "s", priceMicroUsd: 250_000n };
      return reserveSigned(world, shop, { offer, authorization });
    };
    const outcomes = await Promise.allSettled([buy(), buy(), buy(), buy()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
    const [first] = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    if (first?.kind !== "reserved") throw new Error("not reserved");
    await releaseTransfer(shop, first.payment, "test", world.now());
    expect((await buy()).kind).toBe("reserved");
    await expect(buy()).rejects.toThrow("None is left.");
    await world.close();
  });
});

testProduct("a product that gives several entitlements", open(severalProduct), { gives: 3, repeats: false });
testProduct("a product that gives none", open(momentProduct), { gives: 0, repeats: true });
