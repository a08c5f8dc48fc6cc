import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { readAuthorizationStates } from "@/lib/payment-methods/evm/chain/token";
import { readSigned } from "@/lib/payment-methods/evm/eip3009/authorization";
import { purgeFiles } from "@/lib/products/files/purge-files";
import { resetSettings } from "@/lib/settings/settings";
import { readPaymentStatus } from "@/lib/shop/doors/payment-status";
import { paidFor, reconcilePayments, watchReleased } from "@/test/core";
import { startCountingNode } from "@/test/counting-node";
import { insertSales, randomNonce, saleLike } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";
import type { SignedPayment } from "@/test/sign-payment";
import { type Answer, startWireFacilitator, valid, type WireFacilitator } from "@/test/wire-facilitator";

let shop: Shop;
let wire: WireFacilitator;

beforeAll(async () => {
  shop = await openShop();
  wire = await startWireFacilitator();
});
afterAll(async () => {
  wire?.stop();
  await shop?.close();
});
beforeEach(() => {
  wire.reset();
  // What this facilitator sends counts as sent by it, as with an honest one.
  const signers = { "eip155:31337": [shop.chain.accounts.stranger.address] };
  wire.answers = { "/supported": { status: 200, body: { kinds: [], extensions: [], signers } } };
});

const PRICE = 250_000n;
const down: Answer = { status: 500, body: { error: "boom" } };
const refused: Answer = { status: 200, body: { isValid: false, invalidReason: "no" } };
const token = (letter: string) => createHash("sha256").update(letter).digest("base64url");

/** A payment that the facilitator did not verify: nothing was charged, the buyer is told, the authorization is free. */
async function givenUp(answer: Answer = down, claimToken = token("a")) {
  wire.answers["/verify"] = answer;
  const { id, bytes } = await shop.sell();
  const signed = await shop.sign(id);
  const outcome = await shop.buy(id, { payment: signed.header, chosenClaimToken: claimToken });
  expect(outcome).toMatchObject({ code: answer === down ? "facilitator_unavailable" : "payment_refused" });
  const row = await paymentOf(signed);
  expect(row).toMatchObject({ state: "failed", watched: true });
  wire.asked = [];
  wire.answers["/verify"] = valid;
  return { id, bytes, signed, paymentId: row.id, before: await shop.received() };
}

function paymentOf({ authorization }: SignedPayment) {
  return db().transfer.findFirstOrThrow({
    where: { replayKey: { endsWith: authorization.nonce } },
    orderBy: { createdAt: "asc" },
    include: { order: true },
  });
}

describe("a facilitator that broadcasts a payment after it would not verify it", () => {
  it.each([
    ["answered 500", down],
    ["refused", refused],
  ])("and %s: the payer who signs anew gets the file and is charged once", async (_, answer) => {
    const { id, signed, paymentId, before } = await givenUp(answer);
    await shop.submit(signed);
    const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
    expect(outcome).toMatchObject({ kind: "granted", payment: { id: paymentId, state: "settled" } });
    // The second authorization was sent to nobody.
    expect(wire.asked).toEqual([]);
    expect((await shop.received()) - before).toBe(PRICE);
    const events = await db().orderEvent.findMany({ where: { orderId: paymentId }, orderBy: { at: "asc" } });
    expect(events.map(({ state, reason }) => [state, reason])).toEqual([
      ["reserved", null],
      ["failed", answer === down ? "facilitator_unavailable" : "no"],
      ["unknown", "used_after_release"],
      ["settled", null],
    ]);
  });

  it("the same payment again is known, and no response says that nothing was charged", async () => {
    const { id, signed, paymentId } = await givenUp();
    await shop.submit(signed);
    const again = await shop.buy(id, { payment: signed.header, chosenClaimToken: token("b") });
    expect(again).toMatchObject({ kind: "payment-known", paymentId });
  });

  it("the job finds it without the buyer; only the payer's signature opens the file", async () => {
    const { id, signed, paymentId } = await givenUp(down, token("c"));
    await watchReleased(new Date());
    expect((await paymentOf(signed)).state).toBe("failed");
    await shop.submit(signed);
    await watchReleased(new Date());
    const { status } = await readPaymentStatus(paymentId, new Date());
    expect(status).toMatchObject({ state: "settled", pending: false });
    // Anyone who saw the authorization while it was free may have presented it here, with another claim token.
    expect((await shop.buy(id, { claimToken: token("c") })).kind).toBe("payment-required");
    const paid = await shop.received();
    const anew = { payment: (await shop.sign(id)).header, chosenClaimToken: token("c") };
    expect(await shop.buy(id, anew)).toMatchObject({ kind: "granted" });
    expect(await shop.buy(id, { claimToken: token("c") })).toMatchObject({ kind: "granted" });
    expect(await shop.received()).toBe(paid);
  });

  it("while the second is being verified: the second is not settled", async () => {
    const { id, signed, paymentId, before } = await givenUp();
    wire.meanwhile = async (path) => {
      if (path === "/verify") await shop.submit(signed);
    };
    const second = await shop.sign(id);
    const outcome = await shop.buy(id, { payment: second.header });
    expect(outcome).toMatchObject({ kind: "granted", payment: { id: paymentId } });
    expect(wire.asked).not.toContain("/settle");
    expect(await paymentOf(second)).toMatchObject({ state: "failed", reason: "paid_before", watched: true });
    wire.reset();
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
    expect((await shop.received()) - before).toBe(PRICE);
  });

  it("after the payer has bought by another one: both are in the books, each with its transaction", async () => {
    const { id, signed, before } = await givenUp();
    const second = await shop.sign(id);
    wire.answers["/settle"] = down;
    wire.meanwhile = async (path) => {
      if (path === "/settle") await shop.submit(second);
    };
    expect(await shop.buy(id, { payment: second.header })).toMatchObject({ kind: "settlement-unknown" });
    wire.reset();
    await shop.submit(signed);
    await watchReleased(new Date());
    await reconcilePayments(new Date());
    const [one, other] = [await paymentOf(signed), await paymentOf(second)];
    expect([one.state, other.state]).toEqual(["settled", "settled"]);
    expect(one.transaction).not.toBe(other.transaction);
    expect((await shop.received()) - before).toBe(2n * PRICE);
  });

  it("the authorization stays with its first file while it may still be used for it", async () => {
    const { signed, paymentId, id } = await givenUp();
    const other = await shop.sell();
    const moved = await shop.sign(other.id, undefined, { authorization: signed.authorization });
    expect(await shop.buy(other.id, { payment: moved.header })).toMatchObject({ kind: "payment-known", paymentId });
    const nonce = signed.authorization.nonce;
    expect(await db().transfer.count({ where: { ...paidFor(other.id), replayKey: { endsWith: nonce } } })).toBe(0);
    await shop.submit(signed);
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
  });

  it("presented several times: one payment is settled", async () => {
    const { id, signed, before } = await givenUp();
    wire.answers["/verify"] = refused;
    await shop.buy(id, { payment: signed.header, chosenClaimToken: token("d") });
    await shop.submit(signed);
    await watchReleased(new Date());
    await watchReleased(new Date());
    const rows = await db().transfer.findMany({ where: paidFor(id), orderBy: { createdAt: "asc" } });
    expect(rows.map(({ state, watched }) => [state, watched])).toEqual([
      ["settled", false],
      ["failed", false],
    ]);
    expect((await shop.received()) - before).toBe(PRICE);
  });

  it("the bytes of a removed file stay while it may still be paid for", async () => {
    const { id, signed } = await givenUp();
    await db().file.update({ where: { id }, data: { removedAt: new Date(Date.now() - 60 * MINUTE) } });
    await purgeFiles(new Date());
    expect((await db().fileVersion.findFirstOrThrow({ where: { fileId: id } })).bytesGoneAt).toBeNull();
    await db().transfer.updateMany({
      where: { replayKey: { endsWith: signed.authorization.nonce } },
      data: { watched: false },
    });
    await purgeFiles(new Date());
    expect((await db().fileVersion.findFirstOrThrow({ where: { fileId: id } })).bytesGoneAt).not.toBeNull();
  });
});

describe("watching", () => {
  it("many at once cost a few calls to the node, and none is forgotten", async () => {
    await db().transfer.updateMany({ data: { watched: false } });
    const { signed } = await givenUp();
    const pattern = await paymentOf(signed);
    const rows = Array.from({ length: 700 }, () =>
      saleLike(pattern, { state: "failed", watched: true, checkedAt: new Date() }),
    );
    await insertSales(rows);
    const node = await startCountingNode(shop.chain.rpcUrl);
    process.env.RPC_URL_31337 = node.url;
    resetSettings();
    await watchReleased(new Date());
    expect(node.calls()).toBeLessThan(20);
    await shop.submit(signed);
    await watchReleased(new Date());
    await watchReleased(new Date());
    process.env.RPC_URL_31337 = shop.chain.rpcUrl;
    resetSettings();
    await node.stop();
    expect((await paymentOf(signed)).state).toBe("settled");
    const inserted = { id: { in: rows.map(({ order }) => order.id) } };
    await db().transfer.deleteMany({ where: inserted });
    await db().order.deleteMany({ where: inserted });
  });

  it("reads many states right, used and unused", async () => {
    const { signed } = await givenUp();
    await shop.submit(signed);
    const { payer, ...row } = await paymentOf(signed);
    const ask = (used: boolean) => ({
      token: shop.chain.network.token.address,
      payer: payer as `0x${string}`,
      nonce: used ? readSigned(row).nonce : randomNonce(),
    });
    const wanted = Array.from({ length: 300 }, (_, index) => index % 97 === 5);
    const block = BigInt(await shop.chain.rpc<string>("eth_blockNumber"));
    expect(await readAuthorizationStates(shop.chain.network, wanted.map(ask), block)).toEqual(wanted);
  });

  it("ends once a block past its end shows it unused", async () => {
    const { id, signed } = await givenUp();
    await watchReleased(new Date());
    expect((await paymentOf(signed)).watched).toBe(true);
    await shop.chain.mine(600);
    await watchReleased(new Date());
    expect(await paymentOf(signed)).toMatchObject({ state: "failed", watched: false });
    expect(await db().hold.count({ where: { productId: id } })).toBe(0);
  });
});
