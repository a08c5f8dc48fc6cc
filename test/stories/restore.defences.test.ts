import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { jobs } from "@/lib/jobs/registry";
import { broadcast, sendTransaction } from "@/lib/payment-methods/evm/gas/send-transaction";
import { removeFile } from "@/lib/products/files/remove-file";
import { resetSettings } from "@/lib/settings/settings";
import { startHookedNode } from "@/test/hooked-node";
import { backUp, loseAndRestore, openSafe, type Safe, sayYes } from "@/test/restored-shop";
import { openShop, type Shop } from "@/test/shop";

/** What holds while a restore waits for its operator, whatever else was forgotten. */

let shop: Shop;
let safe: Safe;
let node: Awaited<ReturnType<typeof startHookedNode>>;
let sent: number;
beforeEach(async () => {
  safe = openSafe();
  shop = await openShop();
  sent = 0;
  node = await startHookedNode(shop.chain.rpcUrl, async ({ method }) => {
    if (method === "eth_sendRawTransaction") sent += 1;
  });
});
afterEach(async () => {
  await node.stop();
  await shop.close();
  safe.remove();
});

async function restored() {
  await backUp(safe);
  await loseAndRestore(safe, { withoutJournal: true });
  process.env.RPC_URL_31337 = node.url;
  resetSettings();
}

it("the gas account signs nothing and broadcasts nothing, whoever asks it to", async () => {
  const { id } = await shop.sell();
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error(outcome.kind);
  const transferId = outcome.payment.id;
  await restored();
  const row = await db().gasTransaction.findFirstOrThrow();
  await broadcast(row);
  const { seller, gas } = shop.chain.accounts;
  const purpose = {
    kind: "settlement",
    transferId,
    sellerId: shop.sellerId,
    payer: seller.address.toLowerCase(),
  } as const;
  const call = { to: seller.address, data: "0x" } as const;
  const more = { mayStillSend: async () => true, amount: 0n };
  const send = () => sendTransaction(shop.chain.network, gas.key, call, { ...purpose, ...more });
  await expect(send()).rejects.toMatchObject({ name: "GasRefused", message: expect.stringContaining("restore") });
  expect(await db().gasTransaction.count()).toBe(1);
  expect(sent).toBe(0);
  await sayYes();
  await send();
  expect(await db().gasTransaction.count()).toBe(2);
  expect(sent).toBe(1);
});

it("nothing is deleted: it may belong to a sale that is still to be found", async () => {
  const { id } = await shop.sell();
  await removeFile(shop.sellerId, id, new Date(Date.now() - DAY));
  await restored();
  const purge = jobs.find(({ name }) => name === "purge-files");
  const bytesGone = async () =>
    (await db().fileVersion.findFirstOrThrow({ where: { fileId: id } })).bytesGoneAt !== null;
  await purge?.run(new Date(Date.now() + HOUR));
  expect(await bytesGone()).toBe(false);
  await sayYes();
  await purge?.run(new Date(Date.now() + HOUR));
  expect(await bytesGone()).toBe(true);
});
