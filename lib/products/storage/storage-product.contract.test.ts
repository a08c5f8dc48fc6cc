import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { resetSettings } from "@/lib/settings/settings";
import { testProduct } from "@/test/contracts/product.contract";
import { freshDatabase } from "@/test/database";
import { makeOffer } from "./make-offer";
import { requestKeyOf } from "./request-key";
import { storageProduct } from "./storage-product";
import { offerOnNetwork } from "./ways-to-pay-storage";

const set = { STORAGE_PRICE: "0.03", STORAGE_PAY_TO: `0x${"5a".repeat(20)}`, MIN_FREE_SPACE: "1MB" };

testProduct("storage", open, { gives: 1, repeats: false, isSealed: true, isChargedAfterRefund: true });

async function open() {
  Object.assign(process.env, set);
  const database = await freshDatabase();
  resetSettings();
  return {
    product: storageProduct,
    async newOffer() {
      const wanted = { kind: "upload", targetId: null, fileId: null, size: 5_000n, days: 30, name: newId() } as const;
      const { offer } = makeOffer({ ...wanted, requestKey: requestKeyOf(wanted, null) }, new Date());
      return offerOnNetwork({ offer, name: wanted.name, parts: new Map() }, Object.keys(offer.prices)[0] ?? "");
    },
    /** The room that was paid for. */
    async given(orderId: string) {
      const purchase = await db().storagePurchase.findUnique({ where: { orderId } });
      return db().upload.count({ where: { id: purchase?.uploadId ?? "", state: "receiving" } });
    },
    opens: async (tokenHash: string) => (await db().upload.count({ where: { tokenHash } })) > 0,
    async close() {
      for (const name of Object.keys(set)) delete process.env[name];
      resetSettings();
      await database.close();
    },
  };
}
