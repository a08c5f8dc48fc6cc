import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { TABLES_OF_SALES } from "@/lib/db/tables-of-sales";
import { toProblem } from "@/lib/http/problem";
import { updateFile } from "@/lib/products/files/update-file";
import { openShop, type Shop } from "@/test/shop";
import { decode } from "@/test/sign-payment";
import { outcomeError } from "./outcome-headers";
import { readyChallenge } from "./ready-challenge";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

type Said = { accepts: { amount: string }[]; extensions: { "sign-in-with-x": { info: Record<string, string> } } };
const challengeOf = (ready: Awaited<ReturnType<typeof readyChallenge>>) =>
  decode<Said>(ready?.headers["PAYMENT-REQUIRED"] ?? null);

/** The parts that differ in every response, made equal. */
function settle(text: string): unknown {
  const settled = JSON.parse(text);
  Object.assign(settled.extensions["sign-in-with-x"].info, { nonce: "", issuedAt: "", expirationTime: "" });
  return { ...settled, requestId: "" };
}

it("says the same as the whole way of a purchase, header by header and letter by letter", async () => {
  const { id } = await shop.sell({ name: 'a "quoted" name é.pdf' });
  const outcome = await shop.buy(id);
  if (outcome.kind !== "payment-required") throw new Error(outcome.kind);
  const whole = toProblem(outcomeError(outcome));
  for (let time = 0; time < 2; time += 1) {
    const ready = await readyChallenge(id, new Date());
    expect(ready?.status).toBe(402);
    expect(Object.keys(ready?.headers ?? {}).toSorted()).toEqual(Object.keys(whole.headers).toSorted());
    expect(settle(ready?.body ?? "")).toEqual(settle(JSON.stringify(whole.body)));
    const header = (text: string | undefined) => settle(Buffer.from(text ?? "", "base64").toString());
    expect(header(ready?.headers["PAYMENT-REQUIRED"])).toEqual(header(whole.headers["PAYMENT-REQUIRED"]));
    expect(Object.keys(JSON.parse(ready?.body ?? ""))).toEqual(Object.keys(whole.body));
  }
});

it("has a nonce, times and an id of its own each time, the same in header and body", async () => {
  const { id } = await shop.sell();
  const now = new Date();
  const first = await readyChallenge(id, now);
  const later = new Date(now.getTime() + 3 * MINUTE);
  const second = await readyChallenge(id, later);
  const [one, two] = [first, second].map((ready) => challengeOf(ready).extensions["sign-in-with-x"].info);
  expect(one?.nonce).not.toBe(two?.nonce);
  expect(two?.issuedAt).toBe(later.toISOString());
  expect(JSON.parse(second?.body ?? "").extensions["sign-in-with-x"].info).toEqual(two);
  expect(JSON.parse(first?.body ?? "").requestId).not.toBe(JSON.parse(second?.body ?? "").requestId);
});

it("asks the new price from the moment that it is changed, and nothing while the file is paused", async () => {
  const { id } = await shop.sell({ price: "0.25" });
  const amount = async () => challengeOf(await readyChallenge(id, new Date())).accepts[0]?.amount;
  expect(await amount()).toBe("250000");
  await updateFile(shop.sellerId, id, { price: "0.5" }, new Date());
  expect(await amount()).toBe("500000");
  await updateFile(shop.sellerId, id, { paused: true }, new Date());
  expect(await readyChallenge(id, new Date())).toBeNull();
  await updateFile(shop.sellerId, id, { paused: false }, new Date());
  expect(await amount()).toBe("500000");
  await db().file.update({ where: { id }, data: { suspendedAt: new Date() } });
  expect(await readyChallenge(id, new Date())).toBeNull();
});

it("ends with the sale, though nothing in the database changes then", async () => {
  const { id } = await shop.sell();
  const onSaleUntil = new Date(Date.now() + 2 * DAY);
  await db().file.update({ where: { id }, data: { onSaleUntil } });
  expect(await readyChallenge(id, new Date(onSaleUntil.getTime() - 1))).not.toBeNull();
  expect(await readyChallenge(id, new Date(onSaleUntil.getTime() + 1))).toBeNull();
  expect(await readyChallenge(id, new Date(onSaleUntil.getTime() - DAY))).not.toBeNull();
});

it("leaves free and unknown files to the whole way", async () => {
  const { id } = await shop.sell({ price: "0" });
  expect(await readyChallenge(id, new Date())).toBeNull();
  expect(await readyChallenge("0000000000000000000000", new Date())).toBeNull();
});

it("is kept through sales: it reads no table that they write", async () => {
  const { id } = await shop.sell();
  const texts = vi.spyOn(Database.prototype, "prepare");
  const first = await readyChallenge(id, new Date());
  const read = texts.mock.calls.flatMap(([sql]) => [...sql.matchAll(/(?:FROM|JOIN)\s+(?:`main`\.)?[`"](\w+)[`"]/g)]);
  expect(read.map(([, table]) => table)).toContain("Terms");
  expect(read.map(([, table]) => table).filter((table = "") => TABLES_OF_SALES.has(table))).toEqual([]);
  expect((await shop.buy(id, { payment: (await shop.sign(id)).header })).kind).toBe("granted");
  texts.mockClear();
  expect((await readyChallenge(id, new Date()))?.headers).toMatchObject({
    ...first?.headers,
    "PAYMENT-REQUIRED": expect.any(String),
  });
  expect(texts.mock.calls.map(([sql]) => sql)).toEqual([]);
});
