import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { openShop, type Shop } from "@/test/shop";
import { storagePayment } from "@/test/storage-rows";
import { readFigures } from "./read-figures";
import { recordFigures } from "./record-figures";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const today = () => new Date().toISOString().slice(0, 10);

it("a day has what was sold on it, what is stored, and what the gas account has and spent", async () => {
  const file = await shop.sell({ price: "0.25" });
  for (const payer of [shop.chain.accounts.buyer, shop.chain.accounts.stranger]) {
    await shop.chain.fund(payer.address, 1_000_000n);
    const outcome = await shop.buy(file.id, { payment: (await shop.sign(file.id, payer)).header });
    expect(outcome.kind).toBe("granted");
  }
  await recordFigures(new Date());
  const [day] = await readFigures(1, new Date());
  expect(day).toMatchObject({
    day: today(),
    figures: { sales: 2, received: "0.50", refunds: 0, files: 1, sellers: 1 },
  });
  expect(day?.figures?.storedBytes).toBe(file.bytes.length);
  expect(day?.figures?.diskFree).toBeGreaterThan(0);
  const [gas] = day?.gas ?? [];
  expect(gas?.transactions).toBe(2);
  expect(Number(gas?.spent)).toBeGreaterThan(0);
  expect(Number(gas?.balance)).toBeGreaterThan(0);
});

it("what the operator received for storage is counted by itself", async () => {
  const { buyer, stranger } = shop.chain.accounts;
  const figures = async () => {
    await recordFigures(new Date());
    return (await readFigures(1, new Date()))[0]?.figures;
  };
  const before = await figures();
  await storagePayment({ payer: buyer.address, payee: stranger.address, microUsd: 140_000n });
  const back = await storagePayment({ payer: buyer.address, payee: stranger.address, microUsd: 60_000n });
  const sale = await db().transfer.findUniqueOrThrow({ where: { id: back } });
  const refund = { id: "refund", direction: "refund", amount: "20000", replayKey: "refund", proofKey: "refund" };
  await db().transfer.create({ data: { ...sale, ...refund } });
  const { sales, received, refunds, refunded } = before ?? {};
  expect(await figures()).toMatchObject({
    ...{ sales, received, refunds, refunded },
    ...{ storagePayments: 2, storageReceived: "0.20", storageRefunds: 1, storageRefunded: "0.02" },
  });
});

it("the first run of the next day completes the day before, and a day without a run stays empty", async () => {
  await db().dailyFigures.update({
    where: { day: today() },
    data: { sales: 0, measuredAt: new Date(Date.now() - HOUR) },
  });
  const tomorrow = new Date(Date.parse(`${today()}T00:00:00Z`) + DAY + HOUR);
  await recordFigures(tomorrow);
  const days = await readFigures(4, tomorrow);
  expect(days.map(({ figures }) => figures?.sales ?? null)).toEqual([null, null, 2, 0]);
});

it("a chain that does not answer leaves the balance as it was read last", async () => {
  const before = await db().dailyGas.findFirstOrThrow({ where: { day: today() } });
  await shop.chain.stop();
  await recordFigures(new Date());
  const after = await db().dailyGas.findFirstOrThrow({ where: { day: today() } });
  expect(after).toMatchObject({ balance: before.balance, spent: before.spent });
}, 30_000);
