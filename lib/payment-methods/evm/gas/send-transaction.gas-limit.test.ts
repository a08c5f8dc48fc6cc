import { afterAll, beforeAll, expect, it } from "vitest";
import { db, type Tx } from "@/lib/db/client";
import { mayStillSend } from "@/lib/payments/ledger";
import { setState } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import { sendTransaction } from "./send-transaction";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

/** Code that writes 30 slots of its storage: about 690,000 gas. */
const hungry = Array.from({ length: 30 }, (_, slot) => `600160${slot.toString(16).padStart(2, "0")}55`).join("");

it("a settlement that would burn far more gas than a transfer takes is refused before anything is stored", async () => {
  const { id } = await shop.sell();
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error(`not granted: ${outcome.kind}`);
  const transferId = outcome.payment.id;
  await setState({ id: transferId }, "settling");
  const contract = `0x${"9a".repeat(20)}` as const;
  await shop.chain.rpc("anvil_setCode", [contract, `0x${hungry}`]);
  const call = { to: contract, data: "0x" } as const;
  const purpose = {
    kind: "settlement",
    transferId,
    mayStillSend: (tx: Tx) => mayStillSend(tx, { id: transferId }),
    sellerId: shop.sellerId,
    payer: contract,
    amount: 1n,
  } as const;
  const before = await db().gasTransaction.count();
  const sending = sendTransaction(shop.chain.network, shop.chain.accounts.gas.key, call, purpose);
  await expect(sending).rejects.toThrow(/would take \d+ gas/);
  expect(await db().gasTransaction.count()).toBe(before);
});
