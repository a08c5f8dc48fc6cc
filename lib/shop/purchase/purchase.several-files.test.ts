import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { readSigned } from "@/lib/payment-methods/evm/eip3009/authorization";
import { reconcilePayments } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import type { SignedPayment } from "@/test/sign-payment";
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

const PRICE = 250_000n;

/** The facilitator settles, and its response is lost. */
function settlesInSilence(...payments: SignedPayment[]) {
  const waiting = [...payments];
  wire.answers = { "/verify": valid, "/settle": "hang-up" };
  wire.meanwhile = async (path) => {
    const next = path === "/settle" ? waiting.shift() : undefined;
    if (next) await shop.submit(next);
  };
}

it("holds one header for one of several files, and a new one buys the other: each is charged once", async () => {
  const files = [(await shop.sell()).id, (await shop.sell()).id] as const;
  const before = await shop.received();
  const shown = await shop.sign(files[0], undefined, { resourceUrl: null });
  settlesInSilence(shown);
  const answers = await Promise.all(files.map((id) => shop.buy(id, { payment: shown.header })));
  expect(answers.map(({ kind }) => kind).sort()).toEqual(["payment-known", "settlement-unknown"]);
  const [bought, other] = answers[0]?.kind === "settlement-unknown" ? files : [files[1], files[0]];
  expect(await shop.received()).toBe(before + PRICE);

  // Nothing more is charged for the file that has the hold, whatever is signed in the meantime.
  const anew = await shop.sign(bought);
  expect(await shop.buy(bought, { payment: anew.header })).toMatchObject({ kind: "settlement-unknown" });
  const forOther = await shop.sign(other);
  settlesInSilence(forOther);
  expect(await shop.buy(other, { payment: forOther.header })).toMatchObject({ kind: "settlement-unknown" });
  await reconcilePayments(new Date());
  const paid = await db().transfer.findMany({
    where: { state: "settled" },
    include: { order: true },
    orderBy: { createdAt: "asc" },
  });
  expect(paid.map((row) => [row.order.productId, readSigned(row).nonce])).toEqual([
    [bought, shown.nonce],
    [other, forOther.nonce],
  ]);

  const again = await Promise.all(files.map(async (id) => shop.buy(id, { payment: (await shop.sign(id)).header })));
  expect(again.map(({ kind }) => kind)).toEqual(["granted", "granted"]);
  for (const id of files) {
    expect(await shop.buy(id, { payment: shown.header })).toMatchObject({ kind: "payment-known" });
  }
  expect(await shop.received()).toBe(before + 2n * PRICE);
});
