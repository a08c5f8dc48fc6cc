import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit/list-audit";
import { block, unblock } from "@/lib/blocks/change-block";
import { renewRecoveryLink } from "@/lib/buyers/renew-recovery-link";
import { DAY, HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { makeGifts } from "@/lib/gifts/make-gifts";
import { lookAtGift, takeGift } from "@/lib/gifts/take-gift";
import { newSecret } from "@/lib/ids";
import { forgetPerProcess } from "@/lib/process";
import { exchangeClaimToken } from "@/lib/products/files/access/exchange-claim-token";
import { purgeFiles } from "@/lib/products/files/purge-files";
import { allSales, findSales } from "@/lib/sellers/sales/find-sales";
import { resetSettings } from "@/lib/settings/settings";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { reconcilePayments } from "@/test/core";
import { startHookedNode } from "@/test/hooked-node";
import { openShop, type Shop } from "@/test/shop";
import { type DecisionInput, decide } from "./decide";
import { listDecisions } from "./list-decisions";
import { type Verdict, verdictInForce } from "./schema";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

const operator = { kind: "operator", account: `0x${"ad".repeat(20)}` } as const;

/** A decision about a file, after the last one. */
async function decideOn(fileId: string, verdict: Verdict, now = new Date(), more: Partial<DecisionInput> = {}) {
  const on = { kind: "file", id: fileId } as const;
  const after = (await listDecisions(on))[0]?.id ?? null;
  return decide({ verdict, on, ground: "law", facts: "It was copied.", after, ...more }, operator, now);
}

async function buy(id: string) {
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  if (outcome.kind !== "granted" || !outcome.claimToken || !outcome.grant) throw new Error(outcome.kind);
  return { claimToken: outcome.claimToken, until: outcome.grant.until as Date, paymentId: outcome.payment?.id ?? "" };
}

const later = (days: number) => new Date(Date.now() + days * DAY);

describe("a suspended file", () => {
  it("is not sold any more, and opens to its buyers", async () => {
    const { id } = await shop.sell();
    const { claimToken } = await buy(id);
    const before = await shop.received();
    await decideOn(id, "suspended");
    const stranger = await shop.sign(id, shop.chain.accounts.stranger);
    await shop.chain.fund(shop.chain.accounts.stranger.address, 1_000_000n);
    expect(await shop.buy(id, { payment: stranger.header })).toMatchObject({ kind: "refused", code: "file_suspended" });
    expect(await shop.buy(id)).toMatchObject({ kind: "refused", code: "file_suspended" });
    expect(await shop.buy(id, { claimToken })).toMatchObject({ kind: "granted" });
    await expect(makeGifts(shop.sellerId, id, { count: 1, label: "" }, new Date())).rejects.toMatchObject({
      code: "file_suspended",
    });
    expect(await shop.received()).toBe(before);
  });

  it("is on sale again once that is lifted, as many days longer as it was not", async () => {
    const { id } = await shop.sell();
    const { onSaleUntil } = await db().file.findUniqueOrThrow({ where: { id } });
    const [from, to] = [new Date(), later(4)];
    await decideOn(id, "suspended", from);
    await decideOn(id, "lifted", to);
    const after = await db().file.findUniqueOrThrow({ where: { id } });
    expect(after.suspendedAt).toBeNull();
    expect(after.onSaleUntil?.getTime()).toBe((onSaleUntil?.getTime() ?? 0) + to.getTime() - from.getTime());
    expect((await shop.buy(id)).kind).toBe("payment-required");
  });

  it("is kept as many days longer as it was stopped, once, if its storage is paid for", async () => {
    const { id } = await shop.sell();
    const keptUntil = later(90);
    await db().file.update({ where: { id }, data: { keptUntil, onSaleUntil: null } });
    const from = new Date();
    for (const [days, verdict] of [
      [0, "suspended"],
      [1, "withheld"],
      [3, "suspended"],
      [4, "lifted"],
    ] as const) {
      await decideOn(id, verdict, new Date(from.getTime() + days * DAY));
    }
    const read = () => db().file.findUniqueOrThrow({ where: { id } });
    expect((await read()).keptUntil).toEqual(new Date(keptUntil.getTime() + 4 * DAY));
    for (const days of [5, 6]) await decideOn(id, "lifted", new Date(from.getTime() + days * DAY));
    expect(await read()).toMatchObject({ keptUntil: new Date(keptUntil.getTime() + 4 * DAY), onSaleUntil: null });
    await decideOn(id, "withheld", new Date(from.getTime() + 10 * DAY));
    await purgeFiles(later(400));
    await decideOn(id, "lifted", later(300));
    expect((await read()).keptUntil?.getTime()).toBeGreaterThan(later(383).getTime());
  });

  it("gets nothing back of storage that had ended before", async () => {
    const { id } = await shop.sell();
    const keptUntil = later(1);
    await db().file.update({ where: { id }, data: { keptUntil } });
    await decideOn(id, "suspended", later(2));
    await decideOn(id, "lifted", later(5));
    expect(await db().file.findUnique({ where: { id } })).toMatchObject({ keptUntil });
  });

  it("of a seller whose sales were stopped: every file, until that is lifted", async () => {
    const { id } = await shop.sell();
    const on = { kind: "seller", id: shop.sellerId } as const;
    const stop = { on, ground: "terms", facts: "Sells what others made." } as const;
    const first = await decide({ ...stop, verdict: "suspended", after: null }, operator, new Date());
    expect(await shop.buy(id)).toMatchObject({ kind: "refused", code: "file_suspended" });
    await decide({ ...stop, verdict: "lifted", after: first.id }, operator, new Date());
    expect((await shop.buy(id)).kind).toBe("payment-required");
    await expect(decide({ ...stop, verdict: "withheld", after: null }, operator, new Date())).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("a payment in flight when its file is suspended", () => {
  function backToTheNode() {
    process.env.RPC_URL_31337 = shop.chain.rpcUrl;
    resetSettings();
    forgetPerProcess("chain-clients");
  }
  afterEach(backToTheNode);

  /** Suspends the file as soon as the node is asked to do something. */
  async function buyWhileSuspending(id: string, method: string, isIt: (params: unknown[]) => boolean = () => true) {
    const { header } = await shop.sign(id);
    let done = false;
    const node = await startHookedNode(shop.chain.rpcUrl, async (call) => {
      if (done || call.method !== method || !isIt(call.params)) return undefined;
      done = true;
      await decideOn(id, "suspended");
      return undefined;
    });
    process.env.RPC_URL_31337 = node.url;
    resetSettings();
    forgetPerProcess("chain-clients");
    const outcome = await shop.buy(id, { payment: header });
    await node.stop();
    backToTheNode();
    expect(done).toBe(true);
    return { outcome, header };
  }

  it("and it was not reserved yet: it is refused, and nothing is charged", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    await expect(buyWhileSuspending(id, "eth_call")).rejects.toMatchObject({ code: "file_suspended" });
    expect(await db().order.count({ where: { productId: id } })).toBe(0);
    expect(await shop.received()).toBe(before);
  });

  it("and nothing was signed yet: it is given up, and nothing is charged", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const { outcome } = await buyWhileSuspending(id, "eth_estimateGas");
    expect(outcome).toMatchObject({ kind: "refused", code: "file_suspended", detail: "Your payment was not sent." });
    await reconcilePayments(later(0.1));
    expect(await shop.received()).toBe(before);
    expect(await db().entitlement.count({ where: { productId: id } })).toBe(0);
    expect(await db().hold.count({ where: { productId: id } })).toBe(0);
    // Verifying has shown it to a node: if somebody uses it after all, that is noticed.
    expect(await db().transfer.findMany({ where: { order: { productId: id } } })).toMatchObject([{ watched: true }]);
  });

  it("and its transaction is signed: it settles, gives no bytes, and the seller owes the money back", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const { outcome, header } = await buyWhileSuspending(id, "eth_sendRawTransaction");
    if (outcome.kind !== "refund-due") throw new Error(outcome.kind);
    expect(outcome.code).toBe("refund_due");
    expect(await shop.received()).toBe(before + 250_000n);
    const { claimToken, payment } = outcome;
    expect(await db().order.findUnique({ where: { id: payment.id } })).toMatchObject({
      state: "paid",
      refundDueAt: expect.any(Date),
    });
    const { sales } = await findSales(shop.sellerId, allSales);
    expect(sales.find(({ paymentId }) => paymentId === payment.id)).toMatchObject({ refundDue: true });
    for (const shown of [{ claimToken }, { payment: (await shop.sign(id)).header }]) {
      expect(await shop.buy(id, shown)).toMatchObject({ kind: "refused", code: "refund_due" });
    }
    await expect(exchangeClaimToken(claimToken, new Date())).rejects.toMatchObject({ code: "refund_due" });
    expect(await shop.buy(id, { payment: header })).toMatchObject({ kind: "payment-known" });
    expect(await shop.received()).toBe(before + 250_000n);

    const lifted = later(3);
    await decideOn(id, "lifted", lifted);
    const grant = await db().entitlement.findFirstOrThrow({ where: { productId: id } });
    expect(grant.until?.getTime()).toBeGreaterThan(lifted.getTime() + 30 * DAY - HOUR);
    expect(await shop.buy(id, { claimToken, now: later(32) })).toMatchObject({ kind: "granted" });
    expect(await db().order.findUnique({ where: { id: payment.id } })).toMatchObject({ refundDueAt: null });
  });
});

describe("a withheld file", () => {
  it("is closed at every door, to its buyers and its seller", async () => {
    const { id } = await shop.sell();
    const { claimToken, paymentId } = await buy(id);
    const { gifts } = await makeGifts(shop.sellerId, id, { count: 2, label: "" }, new Date());
    const [open, taken] = gifts.map(({ url }) => url.split("#")[1] ?? "");
    const giftToken = newSecret();
    const gift = await takeGift({ token: taken ?? "", claimToken: giftToken }, new Date());
    const ticket = new URL(gift.body.ticketUrl).searchParams.get("ticket");
    await decideOn(id, "withheld");
    const closed = { kind: "refused", code: "file_withheld" };
    const shown = [{}, { claimToken }, { claimToken: giftToken }, { ticket }, { sellerId: shop.sellerId }];
    for (const one of shown) expect(await shop.buy(id, one)).toMatchObject(closed);
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject(closed);
    const refused = { code: "file_withheld", status: 451 };
    await expect(exchangeClaimToken(claimToken, new Date())).rejects.toMatchObject(refused);
    await expect(lookAtGift(open ?? "", new Date())).rejects.toMatchObject(refused);
    await expect(takeGift({ token: open ?? "", claimToken: newSecret() }, new Date())).rejects.toMatchObject(refused);
    expect(await db().order.findUnique({ where: { id: paymentId } })).toMatchObject({ refundDueAt: expect.any(Date) });
  });

  it("opens again with the lost days given back, also to a buyer whose time would have ended", async () => {
    const { id } = await shop.sell();
    const { claimToken, until, paymentId } = await buy(id);
    const [from, to] = [later(20), later(50)];
    await decideOn(id, "withheld", from);
    expect(await shop.buy(id, { claimToken, now: later(40) })).toMatchObject({
      kind: "refused",
      code: "file_withheld",
    });
    await purgeFiles(later(49));
    await decideOn(id, "lifted", to);
    const grant = await db().entitlement.findFirstOrThrow({ where: { productId: id } });
    expect(grant).toMatchObject({ heldAt: null, heldUntil: null });
    expect(grant.until?.getTime()).toBe(until.getTime() + to.getTime() - from.getTime());
    expect(await shop.buy(id, { claimToken, now: later(59) })).toMatchObject({ kind: "granted" });
    expect(await db().order.findUnique({ where: { id: paymentId } })).toMatchObject({ refundDueAt: null });
  });

  it("keeps its bytes, whatever else would delete them", async () => {
    const { id } = await shop.sell();
    await decideOn(id, "withheld");
    await db().file.update({ where: { id }, data: { removedAt: new Date(), onSaleUntil: new Date() } });
    await purgeFiles(later(100));
    expect(await db().fileVersion.count({ where: { fileId: id, bytesGoneAt: null } })).toBe(1);
  });

  it("is open to buyers, and not for sale, when only its sale stays stopped", async () => {
    const { id } = await shop.sell();
    const { claimToken } = await buy(id);
    await decideOn(id, "withheld");
    await decideOn(id, "suspended");
    expect(await shop.buy(id, { claimToken })).toMatchObject({ kind: "granted" });
    expect(await shop.buy(id)).toMatchObject({ kind: "refused", code: "file_suspended" });
  });
});

describe("a program that decides", () => {
  it("opens nothing that a person has closed, also after a decision that did nothing", async () => {
    const { id } = await shop.sell();
    const { claimToken } = await buy(id);
    await decideOn(id, "withheld");
    await decideOn(id, "none");
    await expect(decideOn(id, "suspended", new Date(), { automated: true })).rejects.toMatchObject({
      code: "decided_meanwhile",
    });
    expect(await shop.buy(id, { claimToken })).toMatchObject({ kind: "refused", code: "file_withheld" });
    expect(verdictInForce(await listDecisions({ kind: "file", id }))).toBe("withheld");
  });
});

describe("a suspended file whose sale has ended", () => {
  it("keeps its bytes, so that there is something to sell when that is lifted", async () => {
    const { id } = await shop.sell();
    await decideOn(id, "suspended");
    await db().file.update({ where: { id }, data: { onSaleUntil: later(-50) } });
    await purgeFiles(later(0));
    expect(await db().fileVersion.count({ where: { fileId: id, bytesGoneAt: null } })).toBe(1);
  });
});

describe("a grant that is held", () => {
  it("gets no new recovery link, which would count as open before", async () => {
    const { id } = await shop.sell();
    const { paymentId } = await buy(id);
    await decideOn(id, "withheld");
    const { address } = shop.chain.accounts.buyer;
    const buyer = { address: address.toLowerCase(), chainId: 0 } as BuyerSession;
    const renewed = renewRecoveryLink(buyer, paymentId, { endOthers: false, now: new Date() });
    await expect(renewed).rejects.toMatchObject({ code: "refund_due" });
  });
});

describe("a seller whose sales are allowed again", () => {
  it("has the time back, each hour once, also for files that were stopped themselves meanwhile", async () => {
    const kept = async (id: string) => {
      const { keptUntil, onSaleUntil } = await db().file.findUniqueOrThrow({ where: { id } });
      return [keptUntil, onSaleUntil].map((end) => Math.round(((end?.getTime() ?? 0) - began) / DAY));
    };
    const began = Date.now();
    const ids: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const { id } = await shop.sell();
      await db().file.update({ where: { id }, data: { keptUntil: later(70) } });
      ids.push(id);
    }
    const [plain = "", before = "", within = "", after = ""] = ids;
    const on = { kind: "seller", id: shop.sellerId } as const;
    const reasons = { on, ground: "terms", facts: "Under investigation." } as const;
    const last = async () => (await listDecisions(on))[0]?.id ?? null;
    await decideOn(before, "suspended", later(5));
    await decide({ ...reasons, verdict: "suspended", after: await last() }, operator, later(10));
    await decideOn(within, "suspended", later(12));
    await decideOn(within, "lifted", later(15));
    await decideOn(after, "withheld", later(16));
    await decideOn(before, "lifted", later(20));
    await decide({ ...reasons, verdict: "lifted", after: await last() }, operator, later(25));
    await decideOn(after, "lifted", later(40));
    expect(await kept(plain)).toEqual([70 + 15, 30 + 15]);
    expect(await kept(before)).toEqual([70 + 20, 30 + 20]);
    expect(await kept(within)).toEqual([70 + 15, 30 + 15]);
    expect(await kept(after)).toEqual([70 + 30, 30 + 30]);
  });

  it("owes nothing for what was paid in the meantime: it opens", async () => {
    const { id } = await shop.sell();
    const { claimToken, paymentId } = await buy(id);
    await db().entitlement.updateMany({ where: { productId: id }, data: { heldAt: new Date(), until: null } });
    await db().order.update({ where: { id: paymentId }, data: { refundDueAt: new Date() } });
    const on = { kind: "seller", id: shop.sellerId } as const;
    const after = (await listDecisions(on))[0]?.id ?? null;
    const reasons = { on, ground: "terms", facts: "It was a mistake." } as const;
    await decide({ ...reasons, verdict: "lifted", after }, operator, new Date());
    expect(await shop.buy(id, { claimToken })).toMatchObject({ kind: "granted" });
    expect(await db().order.findUnique({ where: { id: paymentId } })).toMatchObject({ refundDueAt: null });
  });
});

describe("a file that the operator deleted", () => {
  it("has no bytes, and nobody may put them on sale again", async () => {
    const { id } = await shop.sell();
    const { claimToken, paymentId } = await buy(id);
    const { id: decisionId } = await decideOn(id, "deleted");
    const version = await db().fileVersion.findFirstOrThrow({ where: { fileId: id } });
    expect(version.bytesGoneAt).not.toBeNull();
    expect(await shop.buy(id, { claimToken })).toMatchObject({ kind: "refused", code: "file_withheld" });
    const [blocked] = await db().block.findMany({ where: { value: version.sha256 } });
    expect(blocked).toMatchObject({ kind: "hash", reason: `decision ${decisionId}`, liftedAt: null });
    expect(await db().order.findUnique({ where: { id: paymentId } })).toMatchObject({ refundDueAt: expect.any(Date) });
    // The buyer's money stays owed, since the bytes never come back.
    await decideOn(id, "lifted");
    expect(await db().order.findUnique({ where: { id: paymentId } })).toMatchObject({ refundDueAt: expect.any(Date) });
    expect(await shop.buy(id, { claimToken })).toMatchObject({ kind: "refused", code: "bytes_gone" });
  });
});

describe("two operators", () => {
  it("who decide at once: one does, and the other is told", async () => {
    const { id } = await shop.sell();
    const both = await Promise.allSettled([
      decideOn(id, "suspended", new Date(), { after: null }),
      decideOn(id, "withheld", new Date(), { after: null }),
    ]);
    const refused = both.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(refused).toMatchObject([{ code: "decided_meanwhile", status: 409 }]);
    expect(await listDecisions({ kind: "file", id })).toHaveLength(1);
  });
});

describe("the audit log", () => {
  it("has each decision, by whom and about what", async () => {
    const { id } = await shop.sell();
    await decideOn(id, "suspended");
    await decideOn(id, "lifted");
    const lines = await listAudit({ subject: { kind: "file", id }, take: 10 });
    expect(lines.map(({ act, by, detail }) => [act, by, detail.verdict])).toEqual([
      ["decided", `operator ${operator.account}`, "lifted"],
      ["decided", `operator ${operator.account}`, "suspended"],
    ]);
  });
});

describe("a blocked wallet", () => {
  it("buys nothing new, keeps what it bought, and may buy once that is lifted", async () => {
    const [{ id }, { id: other }] = [await shop.sell(), await shop.sell()];
    await buy(id);
    const value = shop.chain.accounts.buyer.address;
    const blocked = await block({ kind: "wallet", value, reason: "stolen cards" }, operator, new Date());
    const before = await shop.received();
    expect(await shop.buy(other, { payment: (await shop.sign(other)).header })).toMatchObject({
      kind: "refused",
      code: "wallet_blocked",
    });
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
    expect(await shop.received()).toBe(before);
    await unblock(blocked.id, operator, new Date());
    await buy(other);
    await expect(block({ kind: "wallet", value: "0x12", reason: "" }, operator, new Date())).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});
