import { newId } from "@/lib/ids";
import type { Product } from "@/lib/payments/ports";
import { freshDatabase } from "../database";
import { testProduct } from "./product.contract";
import { momentProduct, severalProduct } from "./products";

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

testProduct("a product that gives several entitlements", open(severalProduct), { gives: 3, repeats: false });
testProduct("a product that gives none", open(momentProduct), { gives: 0, repeats: true });
