import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { readReadiness } from "@/lib/health/readiness";
import { readSigned } from "@/lib/payment-methods/evm/eip3009/authorization";
import { paymentState } from "@/lib/payments/rows";
import { forgetPerProcess } from "@/lib/process";
import { refundPayment } from "@/lib/refunds/refund-payment";
import { startRefund } from "@/lib/refunds/start-refund";
import { resetSettings } from "@/lib/settings/settings";
import { leaveUnknown, paidFor, recheckSettlements, reconcilePayments, setState } from "@/test/core";
import { UNPROVEN } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";
import { type SignedPayment, signTransfer } from "@/test/sign-payment";
import { startWeakNode } from "@/test/weak-node";

/** Realistic nodes: one limits `eth_getLogs` to ten blocks, the other is two seconds behind. */
let shop: Shop;
let capped: Awaited<ReturnType<typeof startWeakNode>>;
let behind: Awaited<ReturnType<typeof startWeakNode>>;

beforeAll(async () => {
  shop = await openShop();
  capped = await startWeakNode(shop.chain.rpcUrl, { span: 10 });
  behind = await startWeakNode(shop.chain.rpcUrl, { span: 10, refusal: "status", behind: 2_000 });
});
afterAll(async () => {
  await capped?.stop();
  await behind?.stop();
  await shop?.close();
});
beforeEach(() => useNodes(capped.url, behind.url));
afterEach(() => forgetPerProcess("block-walks"));

function useNodes(...urls: string[]) {
  process.env.RPC_URL_31337 = urls.join(",");
  resetSettings();
}

async function mine(blocks: number) {
  for (let left = blocks; left > 0; left -= 100) {
    await shop.chain.rpc("anvil_mine", [`0x${Math.min(left, 100).toString(16)}`]);
  }
}
const paymentOf = (fileId: string) =>
  db().transfer.findFirstOrThrow({ where: paidFor(fileId), include: { order: true } });

/** A purchase whose process was killed right after the broadcast: the ledger in that state. */
async function killedAfterBroadcast(price = "0.25") {
  useNodes(shop.chain.rpcUrl);
  const { id } = await shop.sell({ price });
  const bought = await shop.buy(id, { payment: (await shop.sign(id)).header });
  expect(bought.kind).toBe("granted");
  const { id: paymentId } = await paymentOf(id);
  await db().entitlement.deleteMany({ where: { orderId: paymentId } });
  await setState({ id: paymentId }, "settling");
  await db().transfer.update({ where: { id: paymentId }, data: UNPROVEN });
  useNodes(capped.url, behind.url);
  return { fileId: id, paymentId };
}

/** A payment in progress that a stranger, who saw the authorization, puts on the chain. */
async function sentByStranger(fileId: string, paid: SignedPayment) {
  const facilitator = { name: "remote", signers: [] };
  return (await leaveUnknown(shop.chain, fileId, paid, { claimToken: paid.header, facilitator })).id;
}

/** Runs of the job until nothing is in progress any more. */
async function settleAll(job: () => Promise<void>, isOver: () => Promise<boolean>) {
  for (let turn = 0; turn < 20 && !(await isOver()); turn++) await job();
  return isOver();
}
const later = () => new Date(Date.now() + 10 * MINUTE);

describe("nodes that bound their logs, beside one that is behind", { timeout: 120 * SECOND }, () => {
  it("a purchase ends as on any other node, whichever of the two is asked first", async () => {
    for (const urls of [
      [capped.url, behind.url],
      [behind.url, capped.url],
    ]) {
      const { id } = await shop.sell();
      const paid = await shop.sign(id);
      const before = await shop.received();
      useNodes(...urls);
      expect(await shop.buy(id, { payment: paid.header })).toMatchObject({ kind: "granted" });
      expect(await shop.received()).toBe(before + 250_000n);
      expect((await shop.buy(id, { payment: (await shop.sign(id)).header })).kind).toBe("granted");
      expect(await shop.received()).toBe(before + 250_000n);
    }
  });

  it("a killed purchase ends by the receipt of the stored transaction, however old, without reading the logs", async () => {
    const { fileId } = await killedAfterBroadcast();
    await mine(2_000);
    const { logs } = capped.counts();
    await reconcilePayments(later());
    expect(await paymentOf(fileId)).toMatchObject({ state: "settled", reason: null });
    expect(capped.counts().logs).toBe(logs);
  });

  it.each(["limit", "params", "status", "hang-up"] as const)(
    "what somebody else sent is found by a walk through 400 blocks (%s)",
    async (refusal) => {
      const node = await startWeakNode(shop.chain.rpcUrl, { span: 10, refusal });
      const { id } = await shop.sell();
      const paid = await shop.sign(id);
      const paymentId = await sentByStranger(id, paid);
      await mine(350);
      await shop.submit(paid);
      await mine(50);
      useNodes(node.url, behind.url);
      const isOver = async () => (await paymentOf(id)).state === "settled";
      expect(await settleAll(() => reconcilePayments(new Date()), isOver)).toBe(true);
      expect(node.counts().refused).toBeGreaterThan(0);
      expect(await paymentOf(id)).toMatchObject({ id: paymentId, reason: "settled_by_another" });
      await node.stop();
    },
  );

  it("a use that the asked node has not seen yet gives nothing, though the block is the newest (rule 3d)", async () => {
    const lagging = await startWeakNode(shop.chain.rpcUrl, { behind: 3_000, only: ["eth_call", "eth_estimateGas"] });
    const { id } = await shop.sell();
    const paid = await shop.sign(id);
    await mine(2);
    await shop.submit(paid);
    useNodes(lagging.url);
    const before = await shop.received();
    expect((await shop.buy(id, { payment: paid.header })).kind).not.toBe("granted");
    expect(await db().transfer.count({ where: paidFor(id) })).toBe(1);
    useNodes(shop.chain.rpcUrl);
    await reconcilePayments(later());
    await reconcilePayments(new Date(later().getTime() + MINUTE));
    expect(await db().entitlement.count({ where: { productId: id } })).toBe(0);
    expect((await paymentOf(id)).state).toBe("failed");
    expect(await shop.received()).toBe(before);
    await lagging.stop();
  });

  it("a refund is recorded: by its receipt, and by a walk where another has sent it", async () => {
    for (const known of [true, false]) {
      useNodes(shop.chain.rpcUrl);
      const { id } = await shop.sell();
      expect((await shop.buy(id, { payment: (await shop.sign(id)).header })).kind).toBe("granted");
      const { id: paymentId } = await paymentOf(id);
      const seller = shop.chain.accounts.seller;
      const params = { from: seller.address as string };
      const { domain, message } = await startRefund(
        { kind: "seller", sellerId: shop.sellerId },
        paymentId,
        params,
        new Date(),
      );
      const { validAfter, validBefore } = message;
      const signature = await signTransfer(seller, domain, message);
      const signed = { ...params, endsAccess: false, validAfter, validBefore, signature };
      await refundPayment({ kind: "seller", sellerId: shop.sellerId }, paymentId, signed, new Date());
      const row = await db().transfer.findFirstOrThrow({ where: { orderId: paymentId, direction: "refund" } });
      await db().transfer.update({ where: { id: row.id }, data: { state: "settling", ...UNPROVEN } });
      await setState({ id: paymentId }, "settled");
      if (!known) await db().gasTransaction.deleteMany({ where: { transferId: row.id, kind: "refund" } });
      await mine(120);
      useNodes(capped.url, behind.url);
      const isOver = async () => paymentState(await paymentOf(id)) === "refunded";
      expect(await settleAll(() => reconcilePayments(later()), isOver)).toBe(true);
    }
  });

  it("a settlement that another block has now is found again", async () => {
    const { fileId, paymentId } = await killedAfterBroadcast();
    await reconcilePayments(later());
    await db().gasTransaction.deleteMany({ where: { transferId: paymentId } });
    const gone = `0x${"77".repeat(32)}`;
    await db().transfer.update({ where: { id: paymentId }, data: { blockHash: gone, transaction: gone } });
    await mine(120);
    const isOver = async () => (await paymentOf(fileId)).blockHash !== gone;
    let at = later().getTime();
    const recheck = () => {
      at += MINUTE;
      return recheckSettlements(new Date(at));
    };
    expect(await settleAll(recheck, isOver)).toBe(true);
    expect(await paymentOf(fileId)).toMatchObject({ state: "settled" });
  });
});

describe("what cannot be looked up", { timeout: 120 * SECOND }, () => {
  it("is said in readiness once its time is long over, without the node's address", async () => {
    const { paymentId } = await killedAfterBroadcast();
    const warning = async () => {
      forgetPerProcess("readiness");
      const { checks } = await readReadiness(new Date());
      return checks.find(({ name }) => name === shop.chain.network.name)?.warning;
    };
    expect(await warning()).toBeUndefined();
    const ended = String(Math.floor((Date.now() - 20 * MINUTE) / SECOND));
    const row = await db().transfer.findUniqueOrThrow({ where: { id: paymentId } });
    const signed = JSON.stringify({ ...readSigned(row), validBefore: ended });
    await db().transfer.update({ where: { id: paymentId }, data: { signed } });
    expect(await warning()).toMatch(/cannot be looked up: 1\./);
    expect(await warning()).not.toMatch(/https?:|127\.0\.0\.1/);
    await reconcilePayments(later());
    expect(await warning()).toBeUndefined();
  });
});
