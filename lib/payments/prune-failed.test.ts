import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { resetSettings } from "@/lib/settings/settings";
import type { Outcome } from "@/lib/shop/purchase/outcome";
import { shop as core } from "@/lib/shop/shop";
import { leaveReserved, paidFor, pruneFailed, setState } from "@/test/core";
import { holdOf, insertSales, readPayment, refundOf, saleLike } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";
import { releaseTransfer } from "./ledger";
import type { PaymentRow } from "./rows";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

function newPayer() {
  const key = generatePrivateKey();
  return { ...privateKeyToAccount(key), key };
}

const codeOf = (outcome: Outcome) => ("code" in outcome ? outcome.code : outcome.kind);
const rows = async () => ({
  orders: await db().order.count(),
  payments: await db().transfer.count(),
  events: await db().orderEvent.count(),
});

describe("an empty wallet", () => {
  it("leaves no row, however many of them sign", async () => {
    const { id } = await shop.sell();
    const before = await rows();
    const codes: string[] = [];
    for (let wallet = 0; wallet < 100; wallet += 1) {
      const { header } = await shop.sign(id, newPayer());
      codes.push(codeOf(await shop.buy(id, { payment: header })));
    }
    expect(codes).toEqual(Array(100).fill("insufficient_funds"));
    expect(await rows()).toEqual(before);
    expect(await db().hold.count({ where: { productId: id } })).toBe(0);
  });

  it("of somebody who has bought the file gets it by a new signature; one whose payment is on its way waits", async () => {
    const { id } = await shop.sell();
    const payer = newPayer();
    await shop.chain.fund(payer.address, 250_000n);
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id, payer)).header }))).toBe("granted");
    expect(await shop.chain.usdcBalance(payer.address)).toBe(0n);
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id, payer)).header }))).toBe("granted");
    await db().entitlement.deleteMany({ where: { productId: id } });
    await setState({ fileId: id }, "unknown");
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id, payer)).header }))).toBe("settlement-unknown");
    expect(await db().transfer.count({ where: paidFor(id) })).toBe(1);
    await setState({ fileId: id }, "settled");
  });
});

describe("failed payments", () => {
  let failedAt: Date;
  beforeEach(() => {
    failedAt = new Date();
  });
  const after = (days: number) => new Date(failedAt.getTime() + days * DAY + MINUTE);

  /** A payment that was reserved and released, as when a facilitator refuses it. */
  async function failed(facilitator = "embedded"): Promise<PaymentRow> {
    const { id } = await shop.sell();
    const reserved = await leaveReserved(shop.chain, id, await shop.sign(id), {
      claimToken: newId(),
      facilitator: { name: facilitator, signers: [] },
      now: failedAt,
    });
    expect(await releaseTransfer(core, reserved, "refused", failedAt)).toBe(true);
    return readPayment(reserved.id);
  }

  /** Checks both the order and its transfer: neither may exist without the other. */
  const isThere = async ({ id }: PaymentRow) => {
    const rows = [await db().order.count({ where: { id } }), await db().transfer.count({ where: { id } })];
    expect(rows[0]).toBe(rows[1]);
    return rows[0] === 1;
  };
  /** Blocks past the end of every authorization that was signed until now. */
  async function pastEveryEnd() {
    await shop.chain.rpc("evm_increaseTime", [DAY / 1_000]);
    await shop.chain.mine();
  }

  it("keep no signature once they failed for good, and do while a facilitator may still use it", async () => {
    expect((await failed()).signature).toBe("");
    expect((await failed("https://facilitator.example")).signature).toMatch(/^0x[0-9a-f]{130}$/);
    await db().transfer.updateMany({ data: { watched: false } });
  });

  it("go after thirty days with their history, not before, and never before the chain is past their end", async () => {
    const row = await failed();
    await pruneFailed(after(29));
    expect(await isThere(row)).toBe(true);
    await pruneFailed(after(30));
    expect(await isThere(row)).toBe(true);
    await pastEveryEnd();
    await pruneFailed(after(30));
    expect(await isThere(row)).toBe(false);
    expect(await db().orderEvent.count({ where: { orderId: row.id } })).toBe(0);
  });

  it("stay while anything refers to them or may still move their money", async () => {
    const kept = await Promise.all(Array.from({ length: 7 }, () => failed()));
    const [watched, held, granted, complained, sent, signed, refunded] = kept;
    if (!watched || !held || !granted || !complained || !sent || !signed || !refunded) throw new Error("seven");
    await db().transfer.update({ where: { id: watched.id }, data: { watched: true } });
    await db().hold.create({ data: holdOf(held) });
    const { productKind, productId, offerId } = granted.order;
    const { versionId: partId } = await db().terms.findUniqueOrThrow({ where: { id: offerId } });
    const grant = { id: newId(), productKind, productId, partId, orderId: granted.id, tokenHash: newId() };
    await db().entitlement.create({ data: { ...grant, until: failedAt, createdAt: failedAt } });
    const complaint = { id: newId(), orderId: complained.id, sellerId: shop.sellerId, text: "Where is it?" };
    await db().complaint.create({ data: { ...complaint, createdAt: failedAt } });
    await db().transfer.update({ where: { id: sent.id }, data: { transaction: `0x${"ab".repeat(32)}` } });
    await db().gasTransaction.create({ data: transactionOf(signed) });
    await db().transfer.create({ data: refundOf(refunded, {}, { state: "failed", standingFor: null }) });
    await pastEveryEnd();
    await pruneFailed(after(400));
    expect(await Promise.all(kept.map(isThere))).toEqual(Array(7).fill(true));
  });

  it("stay while their chain cannot be read", async () => {
    const row = await failed();
    await pastEveryEnd();
    process.env.RPC_URL_31337 = "http://127.0.0.1:9";
    resetSettings();
    await pruneFailed(after(400));
    process.env.RPC_URL_31337 = shop.chain.rpcUrl;
    resetSettings();
    expect(await isThere(row)).toBe(true);
    await pruneFailed(after(400));
    expect(await isThere(row)).toBe(false);
  });

  it("go in as many batches as there are, past those that stay", async () => {
    const row = await failed();
    const many = Array.from({ length: 450 }, (_, index) =>
      saleLike(row, { state: "failed", watched: index % 2 === 0 }),
    );
    await insertSales(many);
    const stays = many.filter(({ transfer }) => !transfer.watched).slice(0, 210);
    await db().hold.createMany({ data: stays.map(({ transfer, order }) => holdOf({ ...transfer, order })) });
    await pastEveryEnd();
    await pruneFailed(after(400));
    const left = { id: { in: many.map(({ order }) => order.id) } };
    expect(await db().transfer.count({ where: left })).toBe(225 + 210);
    expect(await db().order.count({ where: left })).toBe(225 + 210);
    expect(await isThere(row)).toBe(false);
  });

  function transactionOf({ id }: PaymentRow) {
    const gas = { gas: "1", maxFeePerGas: "1", maxPriorityFeePerGas: "1" };
    const { chainId } = shop.chain;
    const place = { chainId, account: "0xdead", accountNonce: 0, attempt: 0, fence: 1 };
    const sent = { kind: "settlement", to: "0x", data: "0x", raw: "0x", hash: newId(), state: "reverted" };
    return { id: newId(), transferId: id, ...gas, ...place, ...sent, createdAt: failedAt };
  }
});
