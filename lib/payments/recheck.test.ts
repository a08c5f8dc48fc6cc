import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { readOwnFile } from "@/lib/products/files/own-file";
import { showReceipt } from "@/lib/receipts/show-receipt";
import { allSales, findSales } from "@/lib/sellers/sales/find-sales";
import { settings } from "@/lib/settings/settings";
import { grantedHeaders } from "@/lib/shop/doors/outcome-headers";
import { readPaymentStatus } from "@/lib/shop/doors/payment-status";
import { recheckSettlements, tendGasTransactions } from "@/test/core";
import { signedPaymentOf } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";

/** On a network that is certain of a block when two are on top of it. */
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  for (const network of settings().networks) network.confirmations = 2;
});
afterAll(() => {
  // The table of networks is everybody's.
  for (const network of settings().networks) network.confirmations = 0;
  return shop?.close();
});

const PRICE = 250_000n;
const later = (ms: number) => new Date(Date.now() + ms);
let looks = 0;
/** Each look is later than the one before by more than the pause between two. */
const look = () => {
  looks += 1;
  return recheckSettlements(later(looks * 30 * SECOND));
};

async function bought(validFor = 280) {
  // Payments reversed by an earlier reorganisation go first, as in a running program.
  await tendGasTransactions(new Date());
  const { id } = await shop.sell();
  const validBefore = String(Math.floor(Date.now() / 1_000) + validFor);
  const { header } = await shop.sign(id, undefined, { authorization: { validBefore } });
  const outcome = await shop.buy(id, { payment: header });
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error(`not granted: ${outcome.kind}`);
  return { id, header, paymentId: outcome.payment.id, claimToken: outcome.claimToken };
}

/** Buys, and then has the chain replace the block by others without the transaction. */
async function boughtAndTakenAway(validFor?: number) {
  await tendGasTransactions(new Date());
  const snapshot = await shop.chain.rpc<string>("evm_snapshot");
  const before = await shop.received();
  const purchase = await bought(validFor);
  expect((await shop.received()) - before).toBe(PRICE);
  await shop.chain.rpc("evm_revert", [snapshot]);
  await shop.chain.rpc("anvil_mine", ["0x3"]);
  expect(await shop.received()).toBe(before);
  return { ...purchase, before };
}

const paymentOf = (id: string) => db().transfer.findUniqueOrThrow({ where: { id } });

async function historyOf(paymentId: string) {
  const events = await db().orderEvent.findMany({ where: { orderId: paymentId }, orderBy: { at: "asc" } });
  return events.map(({ state, reason }) => [state, reason]);
}

describe("a settlement that a reorganisation took away", () => {
  it("is reverted: in the history, on the dashboard, in the status; without receipt, and the file stays open", async () => {
    const { id, paymentId, claimToken } = await boughtAndTakenAway();
    await look();
    const row = await paymentOf(paymentId);
    expect(row.state).toBe("reverted");
    expect((await historyOf(paymentId)).at(-1)).toEqual(["reverted", "reorganised"]);
    const { status } = await readPaymentStatus(paymentId, new Date());
    expect(status).toMatchObject({ state: "reverted", reason: "reorganised", pending: false });

    const { sales } = await findSales(shop.sellerId, allSales);
    expect(sales.find((sale) => sale.paymentId === paymentId)?.state).toBe("reverted");
    expect(await readOwnFile(id, new Date())).toMatchObject({ sales: 0, received: "0.00" });

    const shown = { claimToken, ticket: null, sellerId: null };
    await expect(showReceipt(paymentId, shown, new Date())).rejects.toMatchObject({ code: "payment_reverted" });
    await expect(showReceipt(paymentId, { ...shown, claimToken: null }, new Date())).rejects.toMatchObject({
      code: "payment_not_found",
    });
    const again = await shop.buy(id, { claimToken });
    if (again.kind !== "granted") throw new Error(again.kind);
    expect(grantedHeaders(again, true)).toEqual({});
    // A sent file cannot be recalled, and nobody is charged for it again.
    const paid = await shop.received();
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
    expect(await shop.received()).toBe(paid);
  });

  it("is settled again when its transaction gets into another block", async () => {
    const { paymentId, claimToken, before } = await boughtAndTakenAway();
    await look();
    expect((await paymentOf(paymentId)).state).toBe("reverted");
    await tendGasTransactions(new Date());
    await expect.poll(async () => (await shop.received()) - before).toBeGreaterThanOrEqual(PRICE);
    await look();
    const row = await paymentOf(paymentId);
    expect(row).toMatchObject({ state: "settled", finalAt: null });
    expect((await historyOf(paymentId)).slice(-2)).toEqual([
      ["reverted", "reorganised"],
      ["settled", "reorganised"],
    ]);
    const { receipt } = await showReceipt(paymentId, { claimToken, ticket: null, sellerId: null }, new Date());
    expect(receipt.blockNumber).toBe(row.height);
  });

  it("is settled again when somebody else sends the authorization", async () => {
    const rescued = await boughtAndTakenAway();
    await look();
    expect((await paymentOf(rescued.paymentId)).state).toBe("reverted");
    await shop.submit(signedPaymentOf(await paymentOf(rescued.paymentId)));
    await look();
    expect((await paymentOf(rescued.paymentId)).state).toBe("settled");
  });

  it("stays reverted for good once its authorization has expired unused", async () => {
    const lost = await boughtAndTakenAway(60);
    await shop.chain.mine(120);
    await shop.chain.rpc("anvil_mine", ["0x3"]);
    await look();
    const gone = await paymentOf(lost.paymentId);
    expect([gone.state, gone.finalAt === null]).toEqual(["reverted", false]);
    expect((await historyOf(lost.paymentId)).at(-1)).toEqual(["reverted", "expired"]);
  });
});

describe("a settlement that stays", () => {
  it("that only moved to another block gets its place corrected, and was never reverted", async () => {
    const { paymentId, before } = await boughtAndTakenAway();
    const old = await paymentOf(paymentId);
    await tendGasTransactions(new Date());
    await expect.poll(async () => (await shop.received()) - before).toBeGreaterThanOrEqual(PRICE);
    await look();
    const row = await paymentOf(paymentId);
    expect(row.blockHash).not.toBe(old.blockHash);
    expect((await historyOf(paymentId)).map(([state]) => state)).toEqual([
      "reserved",
      "settling",
      "settled",
      "settled",
    ]);
  });

  it("is certain once enough blocks are on top, not sooner than a minute, and is not checked again", async () => {
    const { paymentId } = await bought();
    await look();
    expect((await paymentOf(paymentId)).finalAt).toBeNull();
    looks += 10;
    await look();
    expect((await paymentOf(paymentId)).finalAt).toBeNull();
    await shop.chain.rpc("anvil_mine", ["0x2"]);
    await recheckSettlements(new Date());
    await look();
    const { finalAt, checkedAt } = await paymentOf(paymentId);
    expect(finalAt).not.toBeNull();
    await recheckSettlements(later(60 * MINUTE));
    expect((await paymentOf(paymentId)).checkedAt).toEqual(checkedAt);
  });

  it("is left alone while the node is behind", async () => {
    const { paymentId } = await bought();
    const { height } = await paymentOf(paymentId);
    await db().transfer.update({ where: { id: paymentId }, data: { height: String(Number(height) + 50) } });
    await look();
    expect((await paymentOf(paymentId)).state).toBe("settled");
  });
});
