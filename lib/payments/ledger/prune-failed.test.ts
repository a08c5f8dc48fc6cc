import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import type { Outcome } from "@/lib/payments/flow/outcome";
import { decodePayment } from "@/lib/protocols/x402/decode-payment";
import { resetSettings } from "@/lib/settings/settings";
import { openShop, type Shop } from "@/test/shop";
import { type PaymentRow, releasePayment } from "./ledger";
import { pruneFailed } from "./prune-failed";
import { reservePayment } from "./reserve-payment";

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
const rows = async () => ({ payments: await db().payment.count(), events: await db().paymentEvent.count() });

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
    expect(await db().hold.count({ where: { fileId: id } })).toBe(0);
  });

  it("of somebody who has bought the file gets it by a new signature; one whose payment is on its way waits", async () => {
    const { id } = await shop.sell();
    const payer = newPayer();
    await shop.chain.fund(payer.address, 250_000n);
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id, payer)).header }))).toBe("granted");
    expect(await shop.chain.usdcBalance(payer.address)).toBe(0n);
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id, payer)).header }))).toBe("granted");
    await db().grant.deleteMany({ where: { fileId: id } });
    await db().payment.updateMany({ where: { fileId: id }, data: { state: "unknown" } });
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id, payer)).header }))).toBe("settlement-unknown");
    expect(await db().payment.count({ where: { fileId: id } })).toBe(1);
    await db().payment.updateMany({ where: { fileId: id }, data: { state: "settled" } });
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
    const terms = await db().terms.findFirstOrThrow({ where: { fileId: id } });
    const reserved = await reservePayment({
      fileId: id,
      sellerId: shop.sellerId,
      terms,
      network: shop.chain.network,
      facilitator: { name: facilitator, signers: [] },
      payment: decodePayment((await shop.sign(id)).header),
      payer: "key",
      claimTokenHash: newId(),
      reservedAtBlock: 1n,
      now: failedAt,
    });
    if (reserved.kind !== "reserved") throw new Error(reserved.kind);
    await releasePayment(reserved.payment.id, "refused", failedAt);
    return db().payment.findUniqueOrThrow({ where: { id: reserved.payment.id } });
  }

  const isThere = async ({ id }: PaymentRow) => (await db().payment.count({ where: { id } })) === 1;
  /** Blocks past the end of every authorization that was signed until now. */
  async function pastEveryEnd() {
    await shop.chain.rpc("evm_increaseTime", [DAY / 1_000]);
    await shop.chain.mine();
  }

  it("keep no signature once they failed for good, and do while a facilitator may still use it", async () => {
    expect((await failed()).signature).toBe("");
    expect((await failed("https://facilitator.example")).signature).toMatch(/^0x[0-9a-f]{130}$/);
    await db().payment.updateMany({ data: { watched: false } });
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
    expect(await db().paymentEvent.count({ where: { paymentId: row.id } })).toBe(0);
  });

  it("stay while anything refers to them or may still move their money", async () => {
    const kept = await Promise.all(Array.from({ length: 7 }, () => failed()));
    const [watched, held, granted, complained, sent, signed, refunded] = kept;
    if (!watched || !held || !granted || !complained || !sent || !signed || !refunded) throw new Error("seven");
    const { chainId, token, payer, nonce, fileId } = held;
    await db().payment.update({ where: { id: watched.id }, data: { watched: true } });
    const hold = { id: newId(), chainId, token, payer, nonce, fileId, paymentId: held.id, createdAt: failedAt };
    await db().hold.create({ data: hold });
    const { versionId } = await db().terms.findUniqueOrThrow({ where: { id: granted.termsId } });
    const grant = { id: newId(), fileId: granted.fileId, versionId, paymentId: granted.id, tokenHash: newId() };
    await db().grant.create({ data: { ...grant, downloadUntil: failedAt, createdAt: failedAt } });
    const complaint = { id: newId(), paymentId: complained.id, sellerId: shop.sellerId, text: "Where is it?" };
    await db().complaint.create({ data: { ...complaint, createdAt: failedAt } });
    await db().payment.update({ where: { id: sent.id }, data: { transaction: `0x${"ab".repeat(32)}` } });
    await db().gasTransaction.create({ data: transactionOf(signed) });
    await db().refund.create({ data: refundOf(refunded) });
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
    const many = Array.from({ length: 450 }, (_, index) => ({ ...row, id: newId(), watched: index % 2 === 0 }));
    await db().payment.createMany({ data: many });
    const { chainId, token, payer, fileId } = row;
    const stays = many.filter(({ watched }) => !watched).slice(0, 210);
    const holds = stays.map(({ id }) => ({
      ...{ id: newId(), chainId, token, payer, fileId, paymentId: id, createdAt: failedAt },
      nonce: newId(),
    }));
    await db().hold.createMany({ data: holds });
    await pastEveryEnd();
    await pruneFailed(after(400));
    expect(await db().payment.count({ where: { id: { in: many.map(({ id }) => id) } } })).toBe(225 + 210);
    expect(await isThere(row)).toBe(false);
  });

  function refundOf({ id, chainId, token, payer, payTo, amount, nonce, validAfter, validBefore }: PaymentRow) {
    const signed = {
      chainId,
      token,
      payer: payTo,
      payTo: payer,
      amount,
      nonce,
      validAfter,
      validBefore,
      signature: "",
    };
    const state = { facilitator: "embedded", reservedAtBlock: "1", endsAccess: false, state: "failed" };
    return { id: newId(), paymentId: id, ...signed, ...state, createdAt: failedAt, updatedAt: failedAt };
  }

  function transactionOf({ id, chainId }: PaymentRow) {
    const gas = { gas: "1", maxFeePerGas: "1", maxPriorityFeePerGas: "1" };
    const place = { chainId, account: "0xdead", accountNonce: 0, attempt: 0, fence: 1 };
    const sent = { kind: "settlement", to: "0x", data: "0x", raw: "0x", hash: newId(), state: "reverted" };
    return { id: newId(), paymentId: id, ...gas, ...place, ...sent, createdAt: failedAt };
  }
});
