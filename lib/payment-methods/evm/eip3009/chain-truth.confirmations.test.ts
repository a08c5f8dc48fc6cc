import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { startDeadline } from "@/lib/deadline";
import { settings } from "@/lib/settings/settings";
import { paidFor, reconcilePayments } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import { asProvable } from "./authorization";
import { proveConfirmed } from "./chain-truth";

/** On a network whose payments wait for blocks by price: none from $0, one from $1, three from $5. */
let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
  for (const network of settings().networks) {
    network.confirmationsByPrice = [
      { fromUsd: 1, blocks: 1 },
      { fromUsd: 5, blocks: 3 },
    ];
  }
});
afterAll(() => {
  // The table of networks is everybody's.
  for (const network of settings().networks) network.confirmationsByPrice = [];
  return shop?.close();
});

const transactions = (fileId: string) => db().transfer.findFirstOrThrow({ where: paidFor(fileId) });

/** Presents a payment, and mines one block after another until it is answered. */
async function buyWhileMining(price: string) {
  const { id } = await shop.sell({ price });
  const { header } = await shop.sign(id);
  let answered = false;
  const buying = shop.buy(id, { payment: header }).finally(() => {
    answered = true;
  });
  const blocks = async () => {
    while (!answered) {
      const { state } = (await db().transfer.findFirst({ where: paidFor(id) })) ?? {};
      if (state === "settling") await shop.chain.mine();
      else await nextTurn();
    }
  };
  const [outcome] = await Promise.all([buying, blocks()]);
  const payment = await transactions(id);
  const newest = Number(await shop.chain.rpc("eth_blockNumber"));
  return { outcome, depth: newest - Number(payment.height) };
}

describe("confirmations by price", () => {
  it("a small sum waits for no block", async () => {
    const { id } = await shop.sell({ price: "0.99" });
    const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
    expect(outcome.kind).toBe("granted");
    expect(Number(await shop.chain.rpc("eth_blockNumber"))).toBe(Number((await transactions(id)).height));
  });

  it("a larger one gets the file once its blocks are there", async () => {
    const { outcome, depth } = await buyWhileMining("5");
    expect(outcome.kind).toBe("granted");
    expect(depth).toBeGreaterThanOrEqual(3);
  });

  it("no proof before the last block, and one with it", async () => {
    const { id } = await shop.sell({ price: "0.5" });
    await shop.buy(id, { payment: (await shop.sign(id)).header });
    const payment = await transactions(id);
    const [network] = settings().networks;
    if (!network) throw new Error("no network");
    const strict = { ...network, confirmationsByPrice: [{ fromUsd: 0, blocks: 2 }] };
    const prove = () => proveConfirmed(strict, asProvable(payment), payment.transaction as `0x${string}`, 0);
    expect(await prove()).toBeNull();
    await shop.chain.mine();
    expect(await prove()).toBeNull();
    await shop.chain.mine();
    expect(await prove()).toMatchObject({ transaction: payment.transaction });
  });

  it(
    "blocks that do not come in time leave it unknown, without a grant; the reconciler waits for them too",
    async () => {
      const { id } = await shop.sell({ price: "1" });
      const { header } = await shop.sign(id);
      const outcome = await shop.buy(id, { payment: header, deadline: startDeadline(3 * SECOND) });
      expect(outcome).toMatchObject({ kind: "settlement-unknown", settlement: { success: true } });
      const grants = () => db().entitlement.count({ where: { productId: id } });
      // The response may come a moment before its settlement stops waiting.
      await expect.poll(() => transactions(id)).toMatchObject({ state: "unknown" });
      await reconcilePayments(new Date());
      expect(await grants()).toBe(0);
      expect(await transactions(id)).toMatchObject({ state: "unknown" });
      // A second authorization is not charged meanwhile.
      expect((await shop.buy(id, { payment: (await shop.sign(id)).header })).kind).toBe("settlement-unknown");
      await shop.chain.mine();
      await reconcilePayments(new Date());
      expect(await transactions(id)).toMatchObject({ state: "settled" });
      expect(await grants()).toBe(1);
    },
    60 * SECOND,
  );
});
