import { hostname } from "node:os";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { releaseLeases } from "@/lib/payment-methods/evm/gas/lease";
import { paidFor, reconcilePayments } from "@/test/core";
import { startHoldingNode } from "@/test/holding-node";
import { openShop, type Shop } from "@/test/shop";
import { startProcess } from "@/test/spawn";
import { findDeadProcesses, renewHeartbeat, SILENT_AFTER } from "./heartbeats";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

const paymentOf = (fileId: string) => db().transfer.findFirstOrThrow({ where: paidFor(fileId) });

/** A process that has sent nothing yet and waits in the middle of settling. */
async function startBuying() {
  // One process settles at a time: this one has done so far.
  await releaseLeases();
  const node = await startHoldingNode(shop.chain.rpcUrl, "eth_estimateGas");
  const buyer = startProcess("buy.ts", node.url);
  expect(await buyer.line()).toBe("up");
  const { id } = await shop.sell();
  const { header } = await shop.sign(id);
  buyer.tell(`${id} ${header}`);
  await node.held;
  expect((await paymentOf(id)).state).toBe("settling");
  return {
    id,
    header,
    async kill() {
      buyer.kill();
      await expect(buyer.end()).rejects.toThrow();
      await node.stop();
    },
  };
}

it("after kill -9 the next process frees the payment at once, and the buyer presents the same one again", async () => {
  const { id, header, kill } = await startBuying();
  const before = await shop.received();
  await reconcilePayments(new Date());
  expect((await paymentOf(id)).state).toBe("settling");
  await kill();
  await reconcilePayments(new Date());
  expect(await paymentOf(id)).toMatchObject({ state: "failed", reason: "abandoned" });
  expect(await shop.buy(id, { payment: header })).toMatchObject({ kind: "granted" });
  expect((await shop.received()) - before).toBe(250_000n);
}, 60_000);

it("of a process of another machine it waits until nothing was heard of it for a while", async () => {
  const { id, kill } = await startBuying();
  const now = new Date();
  const elsewhere = `not-${hostname()} 1 somebody`;
  await db().transfer.updateMany({ where: paidFor(id), data: { processName: elsewhere } });
  await db().heartbeat.create({ data: { id: elsewhere, seenAt: now } });
  await kill();
  expect(await findDeadProcesses(new Date(now.getTime() + SILENT_AFTER))).toEqual([]);
  await reconcilePayments(new Date(now.getTime() + SILENT_AFTER));
  expect((await paymentOf(id)).state).toBe("settling");
  await reconcilePayments(new Date(now.getTime() + SILENT_AFTER + 1));
  expect((await paymentOf(id)).state).toBe("failed");
}, 60_000);

it("a process with payments in flight is heard of again and again, and rests when there are none", async () => {
  const { id } = await shop.sell();
  const { header } = await shop.sign(id);
  await shop.buy(id, { payment: header });
  const { processName: name } = await paymentOf(id);
  const seen = async () => (await db().heartbeat.findUniqueOrThrow({ where: { id: name } })).seenAt.getTime();
  const [first, soon] = [await seen(), new Date(Date.now() + 30 * SECOND)];
  await renewHeartbeat(soon);
  expect(await seen()).toBe(soon.getTime());
  await renewHeartbeat(new Date(first + 600 * SECOND));
  expect(await seen()).toBe(soon.getTime());
});
