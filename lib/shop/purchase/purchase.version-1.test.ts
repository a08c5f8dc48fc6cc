import { numberToHex, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newSecret } from "@/lib/ids";
import { findFile } from "@/lib/products/files/find-file";
import { updateFile } from "@/lib/products/files/update-file";
import { challengeFor } from "@/lib/protocols/x402/challenge";
import { challengeV1 } from "@/lib/protocols/x402/version-1";
import { grantedHeaders, outcomeError } from "@/lib/shop/doors/outcome-headers";
import { readPurchaseRequest } from "@/lib/shop/doors/read-request";
import { withRefusal } from "@/lib/shop/doors/refused-settlement";
import { startTestChain } from "@/test/chain";
import { openShop, type Shop } from "@/test/shop";
import type { SignedPayment } from "@/test/sign-payment";
import type { Outcome } from "./outcome";

/** x402 version 1 beside version 2, on a chain that plays Base Sepolia: one authorization buys one thing once, in whichever words. */

let shop: Shop;
beforeAll(async () => {
  const chain = await startTestChain({ chainId: 84532 });
  const gasKey = generatePrivateKey();
  await chain.rpc("anvil_setBalance", [privateKeyToAccount(gasKey).address, numberToHex(parseEther("10"))]);
  process.env.APP_URL = "http://127.0.0.1:3000";
  process.env.NETWORKS = "eip155:84532";
  process.env.GAS_KEY = gasKey;
  process.env.SESSION_SECRET = newSecret();
  // Above what a local chain asks for.
  process.env.MAX_FEE_PER_GAS = "100";
  shop = await openShop(chain);
});
afterAll(() => shop.close());

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");
const decode = (text: string | undefined) => JSON.parse(Buffer.from(text ?? "", "base64").toString());

/** The same authorization, as a client of version 1 writes it. */
function inV1({ authorization, signature }: Pick<SignedPayment, "authorization" | "signature">, changes: object = {}) {
  const payment = { x402Version: 1, scheme: "exact", network: "base-sepolia", payload: { signature, authorization } };
  return { payment: encode({ ...payment, ...changes }), dialect: "x402-v1" } as const;
}

const inV2 = ({ header }: SignedPayment) => ({ payment: header, dialect: "x402" }) as const;
const codeOf = (outcome: Outcome) => ("code" in outcome ? outcome.code : outcome.kind);

async function bodyOf(fileId: string) {
  const file = await findFile(fileId);
  if (!file) throw new Error("no such file");
  const challenge = challengeFor(file, "Payment required");
  return outcomeError({ kind: "payment-required", file, challenge });
}

describe("a challenge", () => {
  it("is version 2 in its header, and version 1 in its body", async () => {
    const { id } = await shop.sell({ price: "0.25" });
    const { members, headers } = await bodyOf(id);
    const header = decode(headers["PAYMENT-REQUIRED"]);
    expect(header).toMatchObject({ x402Version: 2, accepts: [{ network: "eip155:84532", amount: "250000" }] });
    const { asset, payTo, maxTimeoutSeconds } = header.accepts[0];
    expect(members).toMatchObject({ x402Version: 1, error: "Payment required" });
    expect(members.accepts).toEqual([
      {
        scheme: "exact",
        network: "base-sepolia",
        maxAmountRequired: "250000",
        resource: header.resource.url,
        description: "A report for $0.25",
        mimeType: "application/pdf",
        payTo,
        maxTimeoutSeconds,
        asset,
        extra: { name: "USDC", version: "2" },
      },
    ]);
  });

  it("leaves out networks without a name there, and is version 2 alone if none has one", async () => {
    const { id } = await shop.sell();
    const file = await findFile(id);
    if (!file) throw new Error("no such file");
    const challenge = challengeFor(file, "Payment required");
    const [way] = challenge.accepts;
    if (!way) throw new Error("no way to pay");
    const elsewhere = { ...way, network: "eip155:42161" as const };
    expect(challengeV1({ ...challenge, accepts: [elsewhere, way] })?.accepts).toHaveLength(1);
    const only = { ...challenge, accepts: [elsewhere] };
    expect(challengeV1(only)).toBeNull();
    expect(outcomeError({ kind: "payment-required", file, challenge: only }).members).toMatchObject({ x402Version: 2 });
  });
});

describe("a payment by version 1", () => {
  it("buys the file once, and says so in both headers", async () => {
    const { id } = await shop.sell({ price: "0.25" });
    const before = await shop.received();
    const signed = await shop.sign(id);
    const outcome = await shop.buy(id, inV1(signed));
    if (outcome.kind !== "granted") throw new Error(codeOf(outcome));
    expect(await shop.received()).toBe(before + 250_000n);
    const headers = grantedHeaders(outcome, true, "x402-v1");
    const { transaction } = decode(headers["PAYMENT-RESPONSE"]);
    expect(decode(headers["X-PAYMENT-RESPONSE"])).toEqual({
      success: true,
      transaction,
      network: "base-sepolia",
      payer: shop.chain.accounts.buyer.address.toLowerCase(),
    });
    expect(grantedHeaders(outcome, true)).not.toHaveProperty("X-PAYMENT-RESPONSE");
    // Its clients sign anew on every call (rule 4b).
    const again = await shop.buy(id, inV1(await shop.sign(id)));
    expect(again).toMatchObject({ kind: "granted", access: "paid" });
    expect(await shop.received()).toBe(before + 250_000n);
  });

  it.each([
    ["1, then 2", inV1, inV2],
    ["2, then 1", inV2, inV1],
    ["1, then 1", inV1, inV1],
  ] as const)("shares its authorization with version 2, on the same and another file: %s", async (_, first, second) => {
    const [{ id }, other] = [await shop.sell(), await shop.sell()];
    const before = await shop.received();
    const signed = await shop.sign(id, shop.chain.accounts.buyer, { resourceUrl: null });
    expect(await shop.buy(id, first(signed))).toMatchObject({ kind: "granted" });
    expect(codeOf(await shop.buy(id, second(signed)))).toBe("payment_known");
    expect(codeOf(await shop.buy(other.id, second(signed)))).toBe("payment_known");
    expect(await shop.received()).toBe(before + 250_000n);
  });

  it("is charged once, though twenty come at once in both versions", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const signed = await shop.sign(id);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => shop.buy(id, at % 2 === 0 ? inV1(signed) : inV2(signed))),
    );
    expect(outcomes.filter(({ kind }) => kind === "granted")).toHaveLength(1);
    expect(await shop.received()).toBe(before + 250_000n);
  });

  it("is refused while two offers fit, since it does not say which was shown (rule 16)", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const signed = await shop.sign(id);
    await updateFile(shop.sellerId, id, { downloadDays: 60 }, new Date());
    expect(codeOf(await shop.buy(id, inV1(signed)))).toBe("file_replaced");
    expect(await shop.received()).toBe(before);
    expect(await db().order.count({ where: { productId: id } })).toBe(0);
    // Version 2 says which.
    expect(await shop.buy(id, inV2(signed))).toMatchObject({ kind: "granted" });
  });

  it("is not settled on terms that changed after it was signed", async () => {
    const { id } = await shop.sell();
    const signed = await shop.sign(id);
    await updateFile(shop.sellerId, id, { price: "0.30" }, new Date());
    await db().terms.updateMany({ where: { fileId: id, until: { not: null } }, data: { until: new Date(0) } });
    expect(codeOf(await shop.buy(id, inV1(signed)))).toBe("wrong_amount");
  });

  it.each([
    ["another version", { x402Version: 2 }, "malformed_payment"],
    ["no network of version 1", { network: "eip155:1" }, "wrong_network"],
    ["a network that is not here", { network: "base" }, "wrong_network"],
    ["another scheme", { scheme: "upto" }, "payment_refused"],
    ["no authorization", { payload: { signature: "0x" } }, "malformed_payment"],
    ["nothing", { payload: null }, "malformed_payment"],
  ])("with %s moves nothing and leaves no row", async (_, changes, code) => {
    const { id } = await shop.sell();
    const shown = inV1(await shop.sign(id), changes);
    const told = await shop.buy(id, shown).then(codeOf, (error: AppError) => [error.code, error.detail]);
    expect([told].flat()[0]).toBe(code);
    if (code === "malformed_payment") expect([told].flat()[1]).toMatch(/^In X-PAYMENT, /);
    expect(await db().order.count({ where: { productId: id } })).toBe(0);
  });

  it("that is refused is told so in its own header", () => {
    const signed = inV1({ authorization: aPayment, signature: `0x${"11".repeat(65)}` });
    const { headers } = withRefusal(new AppError("insufficient_funds"), signed.payment, "x402-v1");
    const said = { success: false, errorReason: "insufficient_funds", transaction: "" };
    expect(decode(headers["PAYMENT-RESPONSE"])).toMatchObject({ ...said, network: "eip155:84532" });
    expect(decode(headers["X-PAYMENT-RESPONSE"])).toMatchObject({ ...said, network: "base-sepolia" });
  });

  it("is not looked at beside one by version 2", async () => {
    const headers = new Headers({ "payment-signature": "a", "x-payment": "b" });
    const asked = { fileId: "x", headers, ticket: null, now: new Date() };
    await expect(readPurchaseRequest({ ...asked, method: "GET" })).rejects.toMatchObject({ code: "two_payments" });
    expect(await readPurchaseRequest({ ...asked, method: "HEAD" })).toMatchObject({ payment: null });
    headers.delete("payment-signature");
    expect(await readPurchaseRequest({ ...asked, method: "GET" })).toMatchObject({ payment: "b", dialect: "x402-v1" });
  });
});

const aPayment = {
  from: `0x${"ab".repeat(20)}`,
  to: `0x${"cd".repeat(20)}`,
  value: "1",
  validAfter: "0",
  validBefore: "9999999999",
  nonce: `0x${"01".repeat(32)}`,
};
