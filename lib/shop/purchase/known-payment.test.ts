import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { isUnguessable } from "@/lib/ids";
import { SETTLED_BY_ANOTHER } from "@/lib/payments/reasons";
import { openShop, type Shop } from "@/test/shop";
import type { SignedPayment } from "@/test/sign-payment";
import type { Outcome } from "./outcome";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

const newIdentifier = () => `pay_${randomBytes(16).toString("hex")}`;

function granted(outcome: Outcome) {
  if (outcome.kind !== "granted") throw new Error(`not granted but ${outcome.kind}`);
  return outcome;
}

/** The same authorization in another payload: rebuilt by a stranger from calldata, or by a client with another id. */
function rebuilt(fileId: string, paid: SignedPayment, identifier?: unknown) {
  const { authorization, signature } = paid;
  return shop.sign(fileId, shop.chain.accounts.buyer, { authorization, signature, identifier });
}

async function paid(identifier: unknown = newIdentifier()) {
  const { id } = await shop.sell();
  const signed = await shop.sign(id, undefined, { identifier });
  const first = granted(await shop.buy(id, { payment: signed.header }));
  return { id, identifier, signed, first };
}

describe("a retry with a payment identifier after a lost answer", () => {
  it("gets the file and a key of its own, without charging, as often as the answer is lost", async () => {
    const { id, signed, first } = await paid();
    const before = await shop.received();
    for (let lost = 0; lost < 2; lost += 1) {
      const again = granted(await shop.buy(id, { payment: signed.header }));
      expect(again.payment?.id).toBe(first.payment?.id);
      expect(again.claimToken).not.toBe(first.claimToken);
      expect((await shop.buy(id, { claimToken: again.claimToken })).kind).toBe("granted");
    }
    expect(await shop.received()).toBe(before);
  });

  it("says wait while the payment is in progress, and settles once when ten come at the same time", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const { header } = await shop.sign(id, undefined, { identifier: newIdentifier() });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => shop.buy(id, { payment: header })));
    for (const { kind } of outcomes) expect(["granted", "settlement-unknown"]).toContain(kind);
    expect(await shop.received()).toBe(before + 250_000n);
    expect((await shop.buy(id, { payment: header })).kind).toBe("granted");
  });

  it("opens after the sale has ended", async () => {
    const { id, signed } = await paid();
    await db().file.update({ where: { id }, data: { paused: true } });
    expect((await shop.buy(id, { payment: signed.header })).kind).toBe("granted");
  });

  it("gives no access to a stranger who rebuilt the header without the identifier, with another, or for another file", async () => {
    const { id, identifier, signed } = await paid();
    const other = await shop.sell();
    for (const guess of [undefined, newIdentifier(), `${identifier}0`]) {
      const { header } = await rebuilt(id, signed, guess);
      expect(await shop.buy(id, { payment: header })).toMatchObject({ kind: "payment-known", code: "payment_known" });
    }
    const { header } = await rebuilt(other.id, signed, identifier);
    expect((await shop.buy(other.id, { payment: header })).kind).toBe("payment-known");
  });

  it("gives no access after a day, nor if somebody else's transaction settled", async () => {
    const { id, signed, first } = await paid();
    const late = new Date(Date.now() + DAY + 1_000);
    expect((await shop.buy(id, { payment: signed.header, now: late })).kind).toBe("payment-known");
    await db().transfer.update({ where: { id: first.payment?.id }, data: { reason: SETTLED_BY_ANOTHER } });
    expect((await shop.buy(id, { payment: signed.header })).kind).toBe("payment-known");
  });

  it("keeps only the hash of the identifier", async () => {
    const { id, identifier } = await paid();
    const hold = await db().hold.findFirstOrThrow({ where: { productId: id } });
    expect(hold.identifierHash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify([hold, await db().transfer.findMany()])).not.toContain(identifier);
  });
});

describe("one identifier with two payments", () => {
  it("is a conflict, charges nothing and leaves the second authorization unspent", async () => {
    const { id, identifier, first } = await paid();
    const before = await shop.received();
    const second = await shop.sign(id, undefined, { identifier });
    expect(await shop.buy(id, { payment: second.header })).toMatchObject({
      kind: "payment-known",
      code: "payment_identifier_conflict",
      paymentId: first.payment?.id,
    });
    expect(await db().hold.count({ where: { replayKey: { endsWith: second.nonce } } })).toBe(0);
    expect(await shop.received()).toBe(before);
  });

  it("is a conflict for all but one when they come at once", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const identifier = newIdentifier();
    const signed = await Promise.all([1, 2, 3].map(() => shop.sign(id, undefined, { identifier })));
    const outcomes = await Promise.all(signed.map(({ header }) => shop.buy(id, { payment: header })));
    const conflict = expect.objectContaining({ kind: "payment-known", code: "payment_identifier_conflict" });
    expect(outcomes.filter(({ kind }) => kind !== "granted")).toEqual([conflict, conflict]);
    expect(await shop.received()).toBe(before + 250_000n);
  });

  it("is none for another file, for another payer, or a day later", async () => {
    const { id, identifier } = await paid();
    const other = await shop.sell();
    granted(await shop.buy(other.id, { payment: (await shop.sign(other.id, undefined, { identifier })).header }));
    const { stranger } = shop.chain.accounts;
    await shop.chain.fund(stranger.address, 1_000_000n);
    granted(await shop.buy(id, { payment: (await shop.sign(id, stranger, { identifier })).header }));
    await db().hold.updateMany({ where: { productId: id }, data: { createdAt: new Date(Date.now() - DAY - 1_000) } });
    await db().entitlement.deleteMany({ where: { productId: id } });
    granted(await shop.buy(id, { payment: (await shop.sign(id, undefined, { identifier })).header }));
  });

  it("is none after a refusal that charged nothing", async () => {
    const { id } = await shop.sell();
    const identifier = newIdentifier();
    const { owner } = shop.chain.accounts;
    const poor = await shop.sign(id, owner, { identifier });
    expect(await shop.buy(id, { payment: poor.header })).toMatchObject({ code: "insufficient_funds" });
    await shop.chain.fund(owner.address, 1_000_000n);
    granted(await shop.buy(id, { payment: (await shop.sign(id, owner, { identifier })).header }));
  });
});

describe("an identifier", () => {
  it("is refused when it is none by the extension's own rules", async () => {
    const { id } = await shop.sell();
    for (const identifier of ["short", "a".repeat(129), `${"a1".repeat(15)}!`, `${newIdentifier()}\n`, 7, ["x"]]) {
      const { header } = await shop.sign(id, undefined, { identifier });
      await expect(shop.buy(id, { payment: header })).rejects.toMatchObject({ code: "malformed_payment" });
    }
  });

  it("is ignored when it could be guessed: the payment continues, a repetition is a repetition", async () => {
    const { id, signed } = await paid("order-1234567890");
    expect((await shop.buy(id, { payment: signed.header })).kind).toBe("payment-known");
    expect(await db().hold.count({ where: { productId: id, identifierHash: { not: null } } })).toBe(0);
  });

  it("needs room for 128 random bits that do not look counted", () => {
    // Fixed, not random: one random id in some hundred thousands looks like a counter.
    const good = [
      "9f3b1c07d2e84a56b0c7f1e92d6835a4",
      "9F3B1C07D2E84A56B0C7F1E92D6835A4",
      "pay_9f3b1c07d2e84a56b0c7f1e92d6835a4",
      "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
      "pay_1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
      // base64url of 16 bytes and of 24, wherever its hyphens and underscores fall
      "Zk3-xQ9_vT1mB7cR-w2sHg",
      "QhT_9mX2bLrV7kDw-Z4sJf8cPn-gY0ae",
      "QhTwKbLrVDsJf_9mX2b7kw-Z48cPngY0",
      "-h3Kx9Qm_T1vB7cR2w5sHg",
    ];
    for (const identifier of good) expect([identifier, isUnguessable(identifier)]).toEqual([identifier, true]);
    const bad = [
      "a".repeat(64),
      "ab".repeat(32),
      "0123456789abcdef0123456789abcdef",
      "abcdefghijklmnopqrstuvwxyz",
      "00000000000000000000000000000042",
      randomBytes(12).toString("hex"),
      `pay_${randomBytes(8).toString("hex")}`,
      String(Date.now()).repeat(2),
    ];
    for (const identifier of bad) expect([identifier, isUnguessable(identifier)]).toEqual([identifier, false]);
  });
});
