import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { reconcilePayments } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import { startWireFacilitator, valid, type WireFacilitator } from "@/test/wire-facilitator";

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

describe("a payment on its way out", () => {
  it("is in the database before anybody is asked about it, and marked before anybody may settle it", async () => {
    const { id } = await shop.sell();
    const signed = await shop.sign(id);
    const states: Record<string, string[]> = {};
    wire.answers["/verify"] = valid;
    wire.meanwhile = async () => {
      const rows = await db().transfer.findMany({ where: { replayKey: { endsWith: signed.nonce } } });
      states[wire.asked.at(-1) ?? ""] ??= rows.map(({ state }) => state);
    };
    await shop.buy(id, { payment: signed.header });
    expect(states).toMatchObject({ "/verify": ["reserved"], "/settle": ["settling"] });
  });

  it("finishes on its terms although the file is removed meanwhile", async () => {
    const { id } = await shop.sell();
    const signed = await shop.sign(id);
    wire.answers["/verify"] = valid;
    wire.meanwhile = async () => {
      if (wire.asked.at(-1) !== "/settle") return;
      await db().file.update({ where: { id }, data: { removedAt: new Date() } });
      await shop.submit(signed);
    };
    expect(await shop.buy(id, { payment: signed.header })).toMatchObject({ kind: "settlement-unknown" });
    await reconcilePayments(new Date());
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
  });
});

describe("a facilitator's own words", () => {
  it("are never revealed", async () => {
    const reason = "see http://10.0.0.7:8545/secret";
    wire.answers["/verify"] = { status: 200, body: { isValid: false, invalidReason: reason, invalidMessage: reason } };
    const { id } = await shop.sell();
    const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
    expect(outcome).toMatchObject({ kind: "payment-rejected", code: "payment_refused" });
    const { file: _, ...told } = outcome as { file: unknown };
    expect(JSON.stringify(told)).not.toContain("10.0.0.7");
  });
});
