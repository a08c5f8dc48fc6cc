import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { readEarnings } from "@/lib/earnings/earnings";
import { readStorageMoney } from "@/lib/operator/storage-money";
import { listStoragePayments } from "@/lib/operator/storage-payments";
import { STORAGE } from "@/lib/products/storage/storage-ref";
import { resetSettings } from "@/lib/settings/settings";
import type { TestAccount } from "@/test/chain";
import { openShop, type Shop } from "@/test/shop";
import { signTransfer } from "@/test/sign-payment";
import { storagePayment } from "@/test/storage-rows";
import { refundPayment } from "./refund-payment";
import type { RefundParams } from "./schema";
import { startRefund } from "./start-refund";

let shop: Shop;
let operator: TestAccount;
let buyer: TestAccount;
beforeAll(async () => {
  process.env.SETTLEMENTS_PER_PAYER_PER_DAY = "0";
  shop = await openShop();
  ({ stranger: operator, buyer } = shop.chain.accounts);
  await shop.chain.fund(operator.address, 10_000_000n);
  set(operator.address);
});
afterAll(async () => {
  for (const name of ["STORAGE_PRICE", "STORAGE_PAY_TO", "SETTLEMENTS_PER_PAYER_PER_DAY"]) delete process.env[name];
  resetSettings();
  await shop.close();
});

function set(payTo: string): void {
  Object.assign(process.env, { STORAGE_PRICE: "1", STORAGE_PAY_TO: payTo });
  resetSettings();
}

const now = () => new Date();
const by = { kind: "operator", account: "0xoperator" } as const;
const balance = (account: TestAccount) => shop.chain.usdcBalance(account.address);

/** A payment for storage, and what is owed of it. */
async function payment(owed: bigint | null = 100_000n, microUsd = 300_000n): Promise<string> {
  const id = await storagePayment({ payer: buyer.address, payee: operator.address, microUsd });
  await db().earnings.upsert({
    where: { id: STORAGE },
    create: { id: STORAGE, sales: 1, microUsd },
    update: { sales: { increment: 1 }, microUsd: { increment: microUsd } },
  });
  await db().storagePurchase.update({ where: { orderId: id }, data: { owedMicroUsd: owed, unusedDays: 10 } });
  return id;
}

type Options = Partial<RefundParams> & { signer?: TestAccount; as?: Parameters<typeof startRefund>[0] };

async function sign(paymentId: string, { signer = operator, as = by, ...params }: Options = {}) {
  const asked = { from: signer.address as string, ...params };
  const { domain, message } = await startRefund(as, paymentId, asked, now());
  const signature = await signTransfer(signer, domain, message);
  const { validAfter, validBefore } = message;
  return { ...asked, endsAccess: false, validAfter, validBefore, signature };
}

async function refund(paymentId: string, options: Options = {}) {
  return refundPayment(options.as ?? by, paymentId, await sign(paymentId, options), now());
}

describe("what is owed for storage", () => {
  it("is paid back by the operator's wallet to the wallet that paid, exactly, once, and only in the operator's numbers", async () => {
    const id = await payment();
    const [operators, buyers, sellers] = [await balance(operator), await balance(buyer), await shop.received()];
    const before = (await readEarnings([STORAGE]))(STORAGE);
    expect((await listStoragePayments("owed")).rows).toMatchObject([{ paymentId: id, owed: "0.10", paidBack: "0.00" }]);
    const signed = await sign(id);
    const twice = await Promise.all([refundPayment(by, id, signed, now()), refundPayment(by, id, signed, now())]);
    expect(new Set(twice.map((one) => one.id)).size).toBe(1);
    expect(await refundPayment(by, id, signed, now())).toMatchObject({ state: "refunded", amount: "0.10" });
    expect(await balance(operator)).toBe(operators - 100_000n);
    expect(await balance(buyer)).toBe(buyers + 100_000n);
    expect(await shop.received()).toBe(sellers);
    const after = (await readEarnings([STORAGE]))(STORAGE);
    expect(after).toEqual({ sales: before.sales, microUsd: before.microUsd - 100_000n });
    expect((await listStoragePayments("owed")).rows).toEqual([]);
    expect((await listStoragePayments("all")).rows[0]).toMatchObject({
      ...{ paymentId: id, owed: "0.00", paidBack: "0.10", unusedDays: 10, state: "refunded" },
      refund: { state: "refunded", amount: "0.10" },
    });
    const [entry] = await db().auditEntry.findMany({ where: { act: "refund-started", subjectId: id } });
    expect(entry?.by).toBe("operator 0xoperator");
  });

  it("is neither more nor less than that: a payment is refunded once, and the rest could not follow", async () => {
    const id = await payment();
    for (const amount of ["100001", "99999", "300000"]) {
      await expect(sign(id, { amount })).rejects.toMatchObject({ code: "invalid_amount" });
    }
    expect(await refund(id, { amount: "100000" })).toMatchObject({ state: "refunded" });
    await expect(sign(id)).rejects.toMatchObject({ code: "refund_not_possible" });
  });

  it("is shown as owed still if more became owed after the refund", async () => {
    const id = await payment();
    await refund(id);
    await db().storagePurchase.update({ where: { orderId: id }, data: { owedMicroUsd: 250_000n, unusedDays: 25 } });
    const [row] = (await listStoragePayments("owed")).rows;
    expect(row).toMatchObject({ paymentId: id, owed: "0.15", paidBack: "0.10", state: "refunded" });
    expect(await readStorageMoney()).toMatchObject({ owing: 1, owed: "0.15" });
    await db().storagePurchase.update({ where: { orderId: id }, data: { owedMicroUsd: 100_000n } });
  });

  it("is paid by the wallet that was paid, also after STORAGE_PAY_TO was changed, or by the new one; by no other", async () => {
    const [before, after] = [await payment(), await payment()];
    const other = shop.chain.accounts.seller;
    await shop.chain.fund(other.address, 1_000_000n);
    await expect(sign(before, { signer: other })).rejects.toMatchObject({ code: "refund_not_possible" });
    set(other.address);
    try {
      expect(await refund(before)).toMatchObject({ state: "refunded" });
      expect(await refund(after, { signer: other })).toMatchObject({ state: "refunded" });
    } finally {
      set(operator.address);
    }
  });

  it("can be given back where nothing is owed by nobody, and by no seller ever", async () => {
    const [paid, owed] = [await payment(null), await payment()];
    await expect(sign(paid)).rejects.toMatchObject({ code: "refund_not_possible" });
    const seller = { kind: "seller", sellerId: shop.sellerId } as const;
    await expect(sign(owed, { as: seller })).rejects.toMatchObject({ code: "payment_not_found" });
    await db().storagePurchase.update({ where: { orderId: owed }, data: { owedMicroUsd: null } });
  });

  it("never gives an operator a seller's sale to refund", async () => {
    const { id } = await shop.sell();
    const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
    if (outcome.kind !== "granted" || !outcome.payment) throw new Error("not sold");
    await expect(sign(outcome.payment.id)).rejects.toMatchObject({ code: "payment_not_found" });
  });
});
