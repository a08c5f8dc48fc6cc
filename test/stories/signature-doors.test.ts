import { randomBytes } from "node:crypto";
import type { Hex } from "viem";
import { createSiweMessage } from "viem/siwe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as operatorNonce from "@/app/api/operator/sign-in/nonce/route";
import * as operatorDoor from "@/app/api/operator/sign-in/route";
import * as buyerNonce from "@/app/api/purchases/sign-in/nonce/route";
import * as buyerDoor from "@/app/api/purchases/sign-in/route";
import * as sellerNonce from "@/app/api/sign-in/nonce/route";
import * as sellerDoor from "@/app/api/sign-in/route";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { RouteHandler } from "@/lib/http/route";
import { newSecret } from "@/lib/ids";
import { checkDeletion, startDeletion } from "@/lib/operator/deletion";
import { decisionSchema } from "@/lib/operator/schema";
import { refundPayment } from "@/lib/refunds/refund-payment";
import { signedRefundSchema } from "@/lib/refunds/schema";
import { startRefund } from "@/lib/refunds/start-refund";
import { changePayout } from "@/lib/sellers/change-payout";
import { startPayout } from "@/lib/sellers/payout-statement";
import { signedPayoutSchema } from "@/lib/sellers/schema";
import { resetSettings } from "@/lib/settings/settings";
import type { SignInNonce } from "@/lib/sign-in/schema";
import type { TestAccount } from "@/test/chain";
import { deploySafeContracts, type SafeContracts, type SafeWallet } from "@/test/safe";
import { declared, proveWallet } from "@/test/sign-in-with-x";
import { signTransfer } from "@/test/sign-payment";
import { SPELLINGS, spell, withHighS } from "@/test/spellings";
import { openStorageShop, type StorageShop } from "@/test/storage-shop";

/** Every door that takes a signature, with every valid spelling of it. Payments: `purchase.signatures.test.ts`. */

const HOME = "http://localhost:3000";
const CHAIN = 31337;
let shop: StorageShop;
let safe: SafeContracts;
let calls = 0;

beforeAll(async () => {
  for (const what of ["PAYER", "SELLER"]) process.env[`SETTLEMENTS_PER_${what}_PER_DAY`] = "0";
  process.env.APP_URL = HOME;
  shop = await openStorageShop();
  safe = await deploySafeContracts(shop.chain);
});
afterAll(async () => {
  delete process.env.ADMINS;
  await shop?.close();
});

type Signer = Pick<TestAccount, "address" | "signMessage" | "signTypedData">;
/** What becomes of a signature before it is sent. */
type Change = (signature: Hex) => string;
/** "" when it was taken, else the words of the refusal. */
type Door = (signer: Signer, change: Change) => Promise<string>;

async function call(handler: RouteHandler, body?: unknown) {
  calls += 1;
  const headers = {
    origin: HOME,
    "content-type": "application/json",
    "x-filekiosk-peer": `10.2.${calls >> 8}.${calls & 255}`,
  };
  const init = { method: "POST", headers, body: body === undefined ? undefined : JSON.stringify(body) };
  const response = await handler(new Request(`${HOME}/api`, init), { params: Promise.resolve({}) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

function signInAt(nonce: { POST: RouteHandler }, door: { POST: RouteHandler }): Door {
  return async (signer, change) => {
    process.env.ADMINS = signer.address;
    resetSettings();
    const { issuedAt, expirationTime, ...start } = (await call(nonce.POST)).body as unknown as SignInNonce;
    const dates = { issuedAt: new Date(issuedAt), expirationTime: new Date(expirationTime) };
    const message = createSiweMessage({ ...start, ...dates, address: signer.address, chainId: CHAIN });
    const answer = await call(door.POST, { message, signature: change(await signer.signMessage({ message })) });
    return answer.status === 200 ? "" : String(answer.body.detail);
  };
}

/** The words of a refusal. */
async function words(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "";
  } catch (error) {
    if (error instanceof AppError) return error.detail ?? error.code;
    throw error;
  }
}

/** A seller who signed in with this wallet. */
async function sellerOf({ address }: Signer, chainId: number) {
  const where = { address: address.toLowerCase(), chainId };
  const known = await db().seller.findFirst({ where });
  return (
    known ?? db().seller.create({ data: { ...where, id: newSecret(), payTo: where.address, createdAt: new Date() } })
  );
}

const isSafe = (signer: Signer) => "factory" in signer;
const chainOf = (signer: Signer) => (isSafe(signer) ? CHAIN : 0);

const payout: Door = async (signer, change) => {
  const seller = await sellerOf(signer, chainOf(signer));
  const wanted = { payTo: `0x${randomBytes(20).toString("hex")}`, chainId: CHAIN, revokeOld: false };
  const { message, ...statement } = await startPayout(seller.id, wanted, new Date());
  const signature = change(await signer.signMessage({ message }));
  return words(changePayout(seller.id, signedPayoutSchema.parse({ ...wanted, ...statement, signature }), new Date()));
};

const deletion: Door = async (signer, change) => {
  const { id: fileId } = await shop.sell();
  const operator = { address: signer.address.toLowerCase() as Hex, chainId: chainOf(signer) };
  const { message, ...statement } = await startDeletion({ operator, fileId, chainId: CHAIN }, new Date());
  const signature = change(await signer.signMessage({ message }));
  const decision = {
    verdict: "deleted",
    on: { kind: "file", id: fileId },
    ground: "law",
    facts: "It is.",
    after: null,
  };
  const { signed } = decisionSchema.parse({ ...decision, signed: { chainId: CHAIN, ...statement, signature } });
  if (!signed) throw new Error("not signed");
  return words(checkDeletion(operator, fileId, signed, new Date()));
};

const proof: Door = async (signer, change) => {
  const { id } = await shop.sell();
  const bought = await shop.buy(id, { payment: (await shop.sign(id, signer as TestAccount)).header });
  if (bought.kind !== "granted") throw new Error(`not bought: ${JSON.stringify(bought)}`);
  const asked = await shop.buy(id);
  if (asked.kind !== "payment-required") throw new Error(`no challenge but ${asked.kind}`);
  const signMessage: Signer["signMessage"] = async (text) => change(await signer.signMessage(text)) as Hex;
  const changing = { address: signer.address, signMessage };
  const outcome = await shop.buy(id, { signIn: await proveWallet(declared(asked.challenge.extensions), changing) });
  return outcome.kind === "granted" ? "" : "detail" in outcome ? String(outcome.detail) : outcome.kind;
};

const refund: Door = async (signer, change) => {
  const { id } = await shop.sell();
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error("not sold");
  const paymentId = outcome.payment.id;
  const by = { kind: "seller", sellerId: shop.sellerId } as const;
  const from = signer.address.toLowerCase();
  await db().seller.update({ where: { id: shop.sellerId }, data: { payTo: from } });
  const { domain, message } = await startRefund(by, paymentId, { from }, new Date());
  const usual = await signTransfer(signer as TestAccount, domain, message);
  const { validAfter, validBefore } = message;
  const signature = change(usual);
  const signed = signedRefundSchema.parse({ from, validAfter, validBefore, signature, endsAccess: false });
  const said = await words(refundPayment(by, paymentId, signed, new Date()));
  const row = await db().transfer.findFirst({ where: { orderId: paymentId, direction: "refund" } });
  if (said === "") expect(row).toMatchObject({ state: "settled", signature: usual });
  else expect(row).toBeNull();
  return said;
};

const storage: Door = async (signer, change) => {
  const of = { size: 3_000, days: 30, name: `${newSecret()}.bin` };
  const token = { "upload-token": newSecret() };
  const before = await shop.earned();
  const challenge = await shop.create(of, token);
  const usual = await shop.pay(challenge, signer as TestAccount);
  const bend = { authorization: usual.authorization, signature: change(usual.signature) };
  const { headers } = await shop.pay(challenge, signer as TestAccount, bend);
  const made = await shop.create(of, { ...token, ...headers });
  expect((await shop.earned()) - before).toBe(made.status === 201 ? 10_000n : 0n);
  if (made.status !== 201) return String(made.body.detail);
  // Another spelling of it is no other payment.
  for (const name of chainOf(signer) === 0 ? SPELLINGS : []) {
    const again = { authorization: usual.authorization, signature: spell(usual.signature, name) };
    const answer = await shop.create(of, {
      ...token,
      ...(await shop.pay(challenge, signer as TestAccount, again)).headers,
    });
    expect([name, answer.status, answer.code]).toEqual([name, 409, "payment_known"]);
  }
  const row = await db().transfer.findFirstOrThrow({
    where: { order: { productKind: "storage" } },
    orderBy: { createdAt: "desc" },
  });
  expect(row.signature).toBe(usual.signature);
  return "";
};

const doors: [string, Door][] = [
  ["a seller's sign-in", signInAt(sellerNonce, sellerDoor)],
  ["a buyer's sign-in", signInAt(buyerNonce, buyerDoor)],
  ["an operator's sign-in", signInAt(operatorNonce, operatorDoor)],
  ["a new payout address", payout],
  ["an operator's deletion", deletion],
  ["a payer's proof (sign-in-with-x)", proof],
  ["a refund", refund],
  ["storage", storage],
];

async function fundedSafe(): Promise<SafeWallet> {
  const wallet = await safe.newWallet();
  await wallet.deploy();
  await shop.chain.fund(wallet.address, 1_000_000n);
  return wallet;
}

describe.each(doors)("%s", (_, door) => {
  it.each(SPELLINGS)("takes a key's signature in the spelling %s", async (name) => {
    await shop.chain.fund(shop.chain.accounts.owner.address, 1_000_000n);
    expect(await door(shop.chain.accounts.owner, (signature) => spell(signature, name))).toBe("");
  });

  it("takes a Safe's, which is empty when its owners approved on chain", async () => {
    expect(await door(await fundedSafe(), (signature) => signature)).toBe("");
    const onChain = (await fundedSafe()).onChain();
    expect(await door(onChain, (signature) => signature)).toBe("");
  });

  it("refuses a high s, an empty one where there is no code, and a stranger's, in words", async () => {
    const { owner } = shop.chain.accounts;
    await shop.chain.fund(owner.address, 1_000_000n);
    expect(await door(owner, withHighS)).toMatch(/upper half/);
    expect(await door(owner, () => "0x")).toMatch(/is empty/);
    expect(await door(owner, () => `0x${"5".repeat(128)}1b`)).toMatch(/is not (by )?th|not the payer's/);
  });
});
