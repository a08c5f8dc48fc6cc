import { testProduct } from "@/test/contracts/product.contract";
import { openShop } from "@/test/shop";
import { fileProduct } from "./file-product";
import { offerOf } from "./file-ref";
import { findFile } from "./find-file";

testProduct("a file", open, { gives: 1, repeats: false });

async function open() {
  const shop = await openShop();
  async function newOffer() {
    const { id } = await shop.sell();
    const file = await findFile(id);
    if (!file) throw new Error("no such file");
    return offerOf(file.terms, file.sellerId);
  }
  return { product: fileProduct, newOffer, close: () => shop.close() };
}
