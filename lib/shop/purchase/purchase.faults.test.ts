import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { paidFor, reconcilePayments } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
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
beforeEach(() => wire.reset());

async function present() {
  const { id } = await shop.sell();
  const before = await shop.received();
  const { header } = await shop.sign(id);
  const outcome = await shop.buy(id, { payment: header });
  return { id, header, outcome, moved: (await shop.received()) - before };
}

describe("a facilitator that is down or broken before settling", () => {
  const rows: [string, Answer][] = [
    ["hangs up", "hang-up"],
    ["answers 500", { status: 500, body: { error: "boom" } }],
    ["answers nonsense", { status: 200, body: "?" }],
  ];
  it.each(rows)("%s: nothing is charged, nothing settles, the authorization stays free", async (_, answer) => {
    wire.answers = { "/verify": answer };
    const { id, header, outcome, moved } = await present();
    expect(outcome).toMatchObject({ kind: "unavailable", code: "facilitator_unavailable" });
    expect(moved).toBe(0n);
    expect(wire.asked).not.toContain("/settle");
    expect(await db().hold.count({ where: { productId: id } })).toBe(0);
    expect(await db().transfer.findMany({ where: paidFor(id), select: { state: true } })).toEqual([
      { state: "failed" },
    ]);
    // The same header once more, and the facilitator now rejects it: a reason, not "presented before".
    wire.answers = { "/verify": { status: 200, body: { isValid: false, invalidReason: "no" } } };
    expect(await shop.buy(id, { payment: header })).toMatchObject({
      kind: "payment-rejected",
      code: "payment_refused",
    });
  });
});

describe("a facilitator on the wire", () => {
  it("is shown the payment in our own spelling, and nothing of the client's extensions", async () => {
    const { id } = await shop.sell();
    const identifier = `pay_${"0123456789abcdef".repeat(2)}x7Qm2Zk9Wp`;
    wire.answers["/verify"] = valid;
    const { header, signature } = await shop.sign(id, undefined, { identifier });
    await shop.buy(id, { payment: header });
    expect(wire.asked.filter((path) => path !== "/supported")).toEqual(["/verify", "/settle"]);
    expect(wire.sent).toContain(signature);
    for (const secret of ["extensions", identifier, "sign-in-with-x"]) expect(wire.sent).not.toContain(secret);
  });
});

describe("an authorization that somebody uses while it is being verified", () => {
  const rows: [string, Answer][] = [
    ["refuses", { status: 200, body: { isValid: false, invalidReason: "invalid_exact_evm_nonce_already_used" } }],
    ["answers 500", { status: 500, body: { error: "boom" } }],
  ];
  it.each(rows)("the facilitator %s: the payer is not asked for money again, and gets the file", async (_, answer) => {
    wire.answers = { "/verify": answer };
    const { id } = await shop.sell();
    const signed = await shop.sign(id);
    let used = false;
    wire.meanwhile = async () => {
      if (!used && wire.asked.includes("/verify")) {
        used = true;
        await shop.submit(signed);
      }
    };
    const before = await shop.received();
    expect(await shop.buy(id, { payment: signed.header })).toMatchObject({ kind: "settlement-unknown" });
    expect(await shop.received()).toBeGreaterThan(before);
    expect(await shop.buy(id, { payment: signed.header })).toMatchObject({ kind: "payment-known" });
    const paid = await shop.received();
    await reconcilePayments(new Date());
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
    expect(await shop.received()).toBe(paid);
  });
});

describe("a facilitator that fails or lies after it was told to settle", () => {
  const rows: [string, Answer][] = [
    ["hangs up", "hang-up"],
    ["answers 500", { status: 500, body: { error: "boom" } }],
    [
      "says it failed",
      { status: 200, body: { success: false, errorReason: "invalid", transaction: "", network: "eip155:31337" } },
    ],
    [
      "says success without a transaction",
      { status: 200, body: { success: true, transaction: "", network: "eip155:31337" } },
    ],
    [
      "names a transaction that does not exist",
      { status: 200, body: { success: true, transaction: `0x${"ab".repeat(32)}`, network: "eip155:31337" } },
    ],
  ];
  it.each(rows)("%s: the outcome is unknown, no byte and no second charge", async (_, answer) => {
    wire.answers = { "/verify": valid, "/settle": answer };
    const { id, outcome } = await present();
    expect(outcome).toMatchObject({ kind: "settlement-unknown" });
    expect(await db().entitlement.count({ where: { productId: id } })).toBe(0);
    wire.asked = [];
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "settlement-unknown" });
    expect(wire.asked).not.toContain("/settle");
  });
});

describe("a chain that is down", () => {
  afterEach(() => {
    process.env.RPC_URL_31337 = shop.chain.rpcUrl;
    resetSettings();
    forgetPerProcess("chain-clients");
  });
  it("charges nothing, writes nothing and says that the network cannot be reached", async () => {
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    process.env.RPC_URL_31337 = "http://127.0.0.1:9";
    resetSettings();
    forgetPerProcess("chain-clients");
    expect(await shop.buy(id, { payment: header })).toMatchObject({ kind: "unavailable", code: "chain_unavailable" });
    expect(await db().transfer.count({ where: paidFor(id) })).toBe(0);
    expect(wire.asked).toEqual([]);
  });
});
