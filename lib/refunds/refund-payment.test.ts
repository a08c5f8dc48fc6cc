import { decodeFunctionData, encodeFunctionData, keccak256, toHex } from "viem";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { replayKey, toAuthorization } from "@/lib/payment-methods/evm/eip3009/authorization";
import { reserveRefund } from "@/lib/payments/refund";
import { forgetPerProcess, processName } from "@/lib/process";
import { exchangeClaimToken } from "@/lib/products/files/access/exchange-claim-token";
import { readOwnFile } from "@/lib/products/files/own-file";
import { makeReceipt } from "@/lib/receipts/make-receipt";
import { showReceipt } from "@/lib/receipts/show-receipt";
import { allSales, findSales } from "@/lib/sellers/sales/find-sales";
import { resetSettings } from "@/lib/settings/settings";
import { readPaymentStatus } from "@/lib/shop/doors/payment-status";
import type { TestAccount } from "@/test/chain";
import { reconcilePayments, setState } from "@/test/core";
import { readPayment } from "@/test/rows";
import { deploySafeContracts } from "@/test/safe";
import { openShop, type Shop } from "@/test/shop";
import { signTransfer } from "@/test/sign-payment";
import { startWireFacilitator, valid } from "@/test/wire-facilitator";
import { refundPayment } from "./refund-payment";
import type { RefundParams } from "./schema";
import { startRefund } from "./start-refund";
import { toRefundView } from "./view";

let shop: Shop;
let seller: TestAccount;
let buyer: TestAccount;

beforeAll(async () => {
  process.env.SETTLEMENTS_PER_PAYER_PER_DAY = "0";
  process.env.SETTLEMENTS_PER_SELLER_PER_DAY = "0";
  shop = await openShop();
  seller = shop.chain.accounts.seller;
  buyer = shop.chain.accounts.buyer;
});
afterAll(() => shop.close());

/** A sale of $0.25, settled. */
async function sale() {
  const { id } = await shop.sell();
  const { header } = await shop.sign(id);
  const outcome = await shop.buy(id, { payment: header });
  if (outcome.kind !== "granted" || !outcome.payment || !outcome.claimToken) throw new Error("not sold");
  return { fileId: id, paymentId: outcome.payment.id, claimToken: outcome.claimToken };
}

const now = () => new Date();
type Options = Partial<RefundParams> & { endsAccess?: boolean; signer?: TestAccount };

/** What the seller's wallet signs, and the page sends. */
async function sign(paymentId: string, { signer = seller, endsAccess = false, ...params }: Options = {}) {
  const asked = { from: signer.address as string, ...params };
  const { domain, message } = await startRefund({ kind: "seller", sellerId: shop.sellerId }, paymentId, asked, now());
  const signature = await signTransfer(signer, domain, message);
  const { validAfter, validBefore, nonce } = message;
  return { ...asked, endsAccess, validAfter, validBefore, signature, nonce, message };
}

type Signed = Awaited<ReturnType<typeof sign>>;
const send = (paymentId: string, signed: Signed) =>
  refundPayment({ kind: "seller", sellerId: shop.sellerId }, paymentId, signed, now());

async function refund(paymentId: string, options: Options = {}) {
  return send(paymentId, await sign(paymentId, options));
}

/** The refunds of a payment. */
const refundsOf = (paymentId: string) => ({ where: { orderId: paymentId, direction: "refund" } });
const balance = () => shop.chain.usdcBalance(buyer.address);
const history = async (paymentId: string) =>
  (await db().orderEvent.findMany({ where: { orderId: paymentId }, orderBy: { at: "asc" } })).map(({ state, reason }) =>
    `${state} ${reason ?? ""}`.trim(),
  );

describe("a refund", () => {
  it("goes from the seller's wallet to the wallet that paid, without fees for either, and is told everywhere", async () => {
    const { paymentId, claimToken, fileId } = await sale();
    const [before, gas] = [await balance(), await shop.chain.rpc("eth_getBalance", [seller.address, "latest"])];
    expect(await refund(paymentId)).toMatchObject({ state: "refunded", amount: "0.25", endsAccess: false });
    expect(await balance()).toBe(before + 250_000n);
    expect(await shop.chain.rpc("eth_getBalance", [seller.address, "latest"])).toBe(gas);
    expect((await readPaymentStatus(paymentId, now())).status).toMatchObject({ state: "refunded", pending: false });
    expect(await makeReceipt(await readPayment(paymentId))).toMatchObject({
      amount: "250000",
      refund: { amount: "250000", payer: seller.address.toLowerCase(), endsAccess: false },
    });
    expect((await history(paymentId)).slice(-3)).toEqual([
      "settled refund_open",
      "settled refund_confirming",
      "refunded access_kept",
    ]);
    expect((await shop.buy(fileId, { claimToken })).kind).toBe("granted");
  });

  it("is a plain call to the token, without the mark of a sale", async () => {
    const { paymentId } = await sale();
    await refund(paymentId);
    const { data } = await db().gasTransaction.findFirstOrThrow({
      where: { transfer: { orderId: paymentId }, kind: "refund" },
    });
    const call = decodeFunctionData({ abi: usdcAbi, data: data as `0x${string}` });
    expect(data).toBe(encodeFunctionData({ abi: usdcAbi, ...call } as Parameters<typeof encodeFunctionData>[0]));
  });

  it("ends the buyer's access where the seller says so; the receipt stays the buyer's, and buying again is possible", async () => {
    const { paymentId, claimToken, fileId } = await sale();
    await refund(paymentId, { endsAccess: true });
    expect((await shop.buy(fileId, { claimToken })).kind).toBe("payment-required");
    await expect(exchangeClaimToken(claimToken, now())).rejects.toMatchObject({
      code: "access_withdrawn",
      detail: "The seller has refunded this purchase.",
    });
    const shown = { claimToken, ticket: null, sellerId: null };
    const { receipt, jsonUrl } = await showReceipt(paymentId, shown, now());
    expect(receipt.refund).toMatchObject({ amount: "250000", endsAccess: true });
    const ticket = new URL(jsonUrl).searchParams.get("ticket");
    expect((await showReceipt(paymentId, { ...shown, claimToken: null, ticket }, now())).receipt.paymentId).toBe(
      paymentId,
    );
    const { header } = await shop.sign(fileId);
    expect((await shop.buy(fileId, { payment: header })).kind).toBe("granted");
  });

  it("may be partial, and subtracts only that part from the seller's earnings", async () => {
    const { paymentId, fileId } = await sale();
    const file = () => readOwnFile(fileId, now());
    expect(await file()).toMatchObject({ sales: 1, received: "0.25" });
    expect(await refund(paymentId, { amount: "100000" })).toMatchObject({ state: "refunded", amount: "0.10" });
    expect(await file()).toMatchObject({ sales: 1, received: "0.15" });
    const all = await sale();
    await refund(all.paymentId);
    const { sales } = await findSales(shop.sellerId, allSales);
    expect(await readOwnFile(all.fileId, now())).toMatchObject({ sales: 0, received: "0.00" });
    expect(sales.find((one) => one.paymentId === all.paymentId)).toMatchObject({
      state: "refunded",
      refund: { state: "refunded", amount: "0.25" },
    });
    await expect(refund((await sale()).paymentId, { amount: "250001" })).rejects.toMatchObject({
      code: "invalid_amount",
    });
  });

  it("happens once: pressed ten times at once, pressed again later, signed again", async () => {
    const { paymentId } = await sale();
    const before = await balance();
    const signed = await Promise.all(Array.from({ length: 10 }, () => sign(paymentId)));
    const ends = await Promise.allSettled(signed.map((one) => send(paymentId, one)));
    for (const end of ends) expect(end.status).toBe("fulfilled");
    await reconcilePayments(now());
    expect(await db().transfer.count(refundsOf(paymentId))).toBe(1);
    expect((await send(paymentId, signed[3] as Signed)).state).toBe("refunded");
    await expect(sign(paymentId)).rejects.toMatchObject({ code: "refund_not_possible" });
    expect(await balance()).toBe(before + 250_000n);
  });

  it("happens once even if this server forgets that it did: the token takes each nonce once", async () => {
    const { paymentId } = await sale();
    const before = await balance();
    await refund(paymentId);
    await db().gasTransaction.deleteMany({ where: { kind: "refund", transfer: refundsOf(paymentId).where } });
    await db().transfer.deleteMany(refundsOf(paymentId));
    await setState({ id: paymentId }, "settled");
    await expect(refund(paymentId)).rejects.toMatchObject({ code: "refund_not_possible" });
    expect(await balance()).toBe(before + 250_000n);
  });

  it("is signed with the same nonce if the payment came back from the chain under another id", async () => {
    const { paymentId } = await sale();
    const { nonce } = await sign(paymentId);
    const id = "another";
    const order = await db().order.findUniqueOrThrow({ where: { id: paymentId } });
    const keys = { accountKey: null, personKey: null };
    await db().order.create({ data: { ...order, id, ...keys } });
    const transfer = await db().transfer.findUniqueOrThrow({ where: { id: paymentId } });
    await db().transfer.create({ data: { ...transfer, id, orderId: id, proofKey: null } });
    expect((await sign(id)).nonce).toBe(nonce);
    await db().transfer.delete({ where: { id } });
    await db().order.delete({ where: { id } });
  });

  it("that an earlier version tried and failed is signed with its nonce again", async () => {
    const { paymentId } = await sale();
    const { nonce } = await sign(paymentId);
    const earlier = keccak256(toHex(`filekiosk refund 0 ${paymentId}`));
    const sold = await db().transfer.findUniqueOrThrow({ where: { id: paymentId } });
    const from = seller.address.toLowerCase() as `0x${string}`;
    const failed = { id: "failed", direction: "refund", state: "failed", proofKey: null, payer: from };
    await db().transfer.create({
      data: { ...sold, ...failed, replayKey: replayKey(shop.chain.network, { from, nonce: earlier }) },
    });
    expect((await sign(paymentId)).nonce).toBe(earlier);
    await db().transfer.delete({ where: { id: "failed" } });
    expect((await sign(paymentId)).nonce).toBe(nonce);
  });
});

it("goes between wallets that are contracts too", async () => {
  const safes = await deploySafeContracts(shop.chain);
  const [buying, selling] = [await safes.newWallet(), await safes.newWallet()];
  for (const wallet of [buying, selling]) {
    await wallet.deploy();
    await shop.chain.fund(wallet.address, 1_000_000n);
  }
  const { id } = await shop.sell();
  const { header } = await shop.sign(id, buying);
  const outcome = await shop.buy(id, { payment: header });
  const paymentId = (outcome.kind === "granted" && outcome.payment?.id) || "";
  const payTo = selling.address.toLowerCase();
  await db().seller.update({ where: { id: shop.sellerId }, data: { payTo } });
  try {
    expect(await refund(paymentId, { signer: selling })).toMatchObject({ state: "refunded" });
    expect(await shop.chain.usdcBalance(buying.address)).toBe(1_000_000n);
    expect(await shop.chain.usdcBalance(selling.address)).toBe(750_000n);
  } finally {
    await db().seller.update({ where: { id: shop.sellerId }, data: { payTo: seller.address.toLowerCase() } });
  }
});

describe("a refund that is not", () => {
  it("another seller's to make, or from a wallet that is not the seller's", async () => {
    const { paymentId } = await sale();
    await expect(
      startRefund({ kind: "seller", sellerId: "somebody" }, paymentId, { from: seller.address }, now()),
    ).rejects.toMatchObject({
      code: "payment_not_found",
    });
    await expect(sign(paymentId, { signer: shop.chain.accounts.stranger })).rejects.toMatchObject({
      code: "refund_not_possible",
    });
  });

  it.each([
    ["another amount", { amount: "1000" }],
    ["another wallet's signature", { signature: `0x${"11".repeat(64)}1b` }],
    ["another end", { validBefore: "99999999999" }],
  ])("what was signed, by %s, is refused and leaves no row", async (_, bent) => {
    const { paymentId } = await sale();
    const signed = await sign(paymentId);
    await expect(send(paymentId, { ...signed, ...bent } as Signed)).rejects.toMatchObject({
      code: "refund_not_signed",
    });
    expect(await db().transfer.count(refundsOf(paymentId))).toBe(0);
  });

  it("covered by the wallet says how much is missing, and nothing is sent", async () => {
    const { paymentId } = await sale();
    await db().seller.update({
      where: { id: shop.sellerId },
      data: { payTo: shop.chain.accounts.owner.address.toLowerCase() },
    });
    try {
      await expect(refund(paymentId, { signer: shop.chain.accounts.owner })).rejects.toMatchObject({
        code: "refund_unfunded",
        detail: expect.stringContaining("0.25 more USDC"),
      });
    } finally {
      await db().seller.update({ where: { id: shop.sellerId }, data: { payTo: seller.address.toLowerCase() } });
    }
    expect(await db().transfer.count(refundsOf(paymentId))).toBe(0);
  });

  it("of a settled payment says why not", async () => {
    const { paymentId } = await sale();
    for (const state of ["unknown", "failed", "reverted"] as const) {
      await setState({ id: paymentId }, state);
      await expect(sign(paymentId)).rejects.toMatchObject({ code: "refund_not_possible" });
    }
    await setState({ id: paymentId }, "settled");
  });
});

describe("after a crash", () => {
  /** Leaves a refund as this process does at work, or as an earlier one did that has crashed. */
  async function left(paymentId: string, signed: Signed, state: "reserved" | "settling", crashed = false) {
    const authorization = toAuthorization(shop.chain.network, {
      from: seller.address.toLowerCase() as `0x${string}`,
      to: buyer.address.toLowerCase() as `0x${string}`,
      value: 250_000n,
      validAfter: BigInt(signed.validAfter),
      validBefore: BigInt(signed.validBefore),
      nonce: signed.nonce as `0x${string}`,
      signature: signed.signature,
    });
    const anchor = BigInt(await shop.chain.rpc<string>("eth_blockNumber", [])).toString();
    const made = { orderId: paymentId, authorization, facilitator: "embedded", anchor, endsEntitlement: true };
    const { row } = await reserveRefund({ ...made, now: now() });
    expect(row.processName).toBe(processName());
    const by = crashed ? processName().replace(/[^ ]+$/, "an-earlier-one") : processName();
    await db().transfer.update({ where: { id: row.id }, data: { state, processName: by } });
  }
  const submit = ({ message, signature }: Signed) =>
    shop.submit({ authorization: message as never, signature, header: "", nonce: message.nonce as `0x${string}` });
  const later = () => new Date(Date.now() + 3 * MINUTE);

  it("before anything was signed by us the seller may try again, and pays once", async () => {
    const { paymentId } = await sale();
    const before = await balance();
    await left(paymentId, await sign(paymentId), "reserved");
    await reconcilePayments(now());
    expect(await db().transfer.findFirst(refundsOf(paymentId))).toMatchObject({ state: "reserved" });
    await reconcilePayments(later());
    expect(await db().transfer.findFirst(refundsOf(paymentId))).toMatchObject({
      state: "failed",
      reason: "abandoned",
    });
    expect((await refund(paymentId)).state).toBe("refunded");
    expect(await balance()).toBe(before + 250_000n);
  });

  it("of which the transfer got through is found on the chain, with all that follows from it", async () => {
    const { paymentId, claimToken, fileId } = await sale();
    const signed = await sign(paymentId);
    await left(paymentId, signed, "settling", true);
    await submit(signed);
    await reconcilePayments(now());
    expect(await db().transfer.findFirst(refundsOf(paymentId))).toMatchObject({ state: "settled" });
    expect((await readPaymentStatus(paymentId, now())).status.state).toBe("refunded");
    expect((await shop.buy(fileId, { claimToken })).kind).toBe("payment-required");
  });

  /** The refund's authorization, presented for a file that its receiver sells. */
  async function presentedAsSale(signed: Signed) {
    const { id } = await shop.sell();
    await db().terms.updateMany({ where: { fileId: id }, data: { payTo: buyer.address.toLowerCase() } });
    const { signature, message: authorization } = signed;
    return { id, payment: (await shop.sign(id, seller, { authorization, signature })).header };
  }

  it("its receiver, who has seen the authorization, buys nothing with it, so that it is never refunded twice", async () => {
    const { paymentId } = await sale();
    const before = await balance();
    const signed = await sign(paymentId);
    await left(paymentId, signed, "settling", true);
    const { id, payment } = await presentedAsSale(signed);
    expect(await shop.buy(id, { payment })).toMatchObject({ kind: "payment-known", paymentId: null });
    expect(await db().order.count({ where: { productId: id } })).toBe(0);
    await submit(signed);
    await reconcilePayments(now());
    expect((await readPaymentStatus(paymentId, now())).status.state).toBe("refunded");
    expect(await balance()).toBe(before + 250_000n);
  });

  it("an authorization that is presented for a purchase is no refund any more", async () => {
    const { paymentId } = await sale();
    const signed = await sign(paymentId);
    await left(paymentId, signed, "reserved");
    await reconcilePayments(later());
    const { id, payment } = await presentedAsSale(signed);
    await shop.chain.rpc("evm_setAutomine", [false]);
    const buying = shop.buy(id, { payment });
    await expect.poll(() => db().hold.count({ where: { productId: id } })).toBe(1);
    await expect(send(paymentId, signed)).rejects.toMatchObject({ code: "refund_not_possible" });
    await shop.chain.rpc("evm_setAutomine", [true]);
    await shop.chain.mine();
    expect((await buying).kind).toBe("granted");
  });

  it("a failed refund that got through anyway is resumed instead of paid twice", async () => {
    // An empty wallet would stop the second one, too.
    await sale();
    const { paymentId } = await sale();
    const before = await balance();
    const signed = await sign(paymentId);
    await left(paymentId, signed, "reserved");
    await reconcilePayments(later());
    await submit(signed);
    expect((await refund(paymentId)).state).toBe("confirming");
    await reconcilePayments(now());
    expect((await readPaymentStatus(paymentId, now())).status.state).toBe("refunded");
    expect(await balance()).toBe(before + 250_000n);
  });
});

describe("with a facilitator on the wire", () => {
  let wire: Awaited<ReturnType<typeof startWireFacilitator>>;
  let sold: Awaited<ReturnType<typeof sale>>;
  let gasKey: string | undefined;
  beforeEach(async () => {
    sold = await sale();
    gasKey = process.env.GAS_KEY;
    wire = await startWireFacilitator();
  });
  afterEach(() => {
    wire.stop();
    delete process.env.FACILITATOR;
    process.env.GAS_KEY = gasKey;
    resetSettings();
    forgetPerProcess("facilitator");
  });

  it.each([
    "hang-up",
    { status: 500, body: {} },
    { status: 200, body: { success: false, errorReason: "no" } },
  ] as const)(
    "whatever it answers to the settlement (%j), only the chain says how it ended, and no second one is sent meanwhile",
    async (answer) => {
      wire.answers = { "/verify": valid, "/settle": answer };
      const { paymentId } = sold;
      const signed = await sign(paymentId);
      expect((await send(paymentId, signed)).state).toBe("confirming");
      expect((await send(paymentId, signed)).state).toBe("confirming");
      expect(wire.asked.filter((path) => path === "/settle")).toHaveLength(1);
      await reconcilePayments(new Date(Date.now() + 5 * MINUTE));
      expect(toRefundView(await db().transfer.findFirstOrThrow(refundsOf(paymentId))).state).toBe("confirming");
    },
  );

  it("the transaction that it names is kept before it is looked for, so that a crash does not lose it", async () => {
    const transaction = `0x${"ab".repeat(32)}`;
    wire.answers = {
      "/verify": valid,
      "/settle": { status: 200, body: { success: true, transaction, network: "eip155:31337" } },
    };
    const { paymentId } = sold;
    const sending = refund(paymentId);
    const row = () => db().transfer.findFirst(refundsOf(paymentId));
    await expect.poll(async () => (await row())?.transaction).toBe(transaction);
    expect(await row()).toMatchObject({ state: "settling" });
    expect(await sending).toMatchObject({ state: "confirming", transaction });
  });

  it("that would not verify it the refund waits until its time is over: it has seen the authorization", async () => {
    wire.answers = { "/verify": { status: 200, body: { isValid: false, invalidReason: "no" } } };
    const { paymentId } = sold;
    expect((await refund(paymentId)).state).toBe("open");
    await reconcilePayments(new Date(Date.now() + 5 * MINUTE));
    expect((await db().transfer.findFirst(refundsOf(paymentId)))?.state).toBe("reserved");
    await shop.chain.mine(700);
    await reconcilePayments(new Date(Date.now() + 12 * MINUTE));
    expect(await db().transfer.findFirst(refundsOf(paymentId))).toMatchObject({
      state: "failed",
      reason: "expired",
    });
    expect(await history(paymentId)).toContain("settled refund_failed");
    // The next one signs the same nonce, and takes the hold over.
    wire.answers = { "/verify": valid, "/settle": "hang-up" };
    const { domain, message } = await startRefund(
      { kind: "seller", sellerId: shop.sellerId },
      paymentId,
      { from: seller.address },
      now(),
    );
    const again = { ...message, validBefore: String(Number(message.validBefore) + 1_000) };
    const signature = await signTransfer(seller, domain, again);
    const params = {
      from: seller.address,
      endsAccess: false,
      validAfter: again.validAfter,
      validBefore: again.validBefore,
      signature,
    };
    const { id, state } = await refundPayment({ kind: "seller", sellerId: shop.sellerId }, paymentId, params, now());
    expect(state).toBe("confirming");
    expect(await db().hold.findUnique({ where: { transferId: id } })).not.toBeNull();
  });
});
