import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { toUnixSeconds } from "@/lib/clock";
import { type Deadline, startDeadline } from "@/lib/deadline";
import { blockAt } from "@/lib/payment-methods/evm/chain/block-at";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { startCountingNode } from "@/test/counting-node";
import { openShop, type Shop } from "@/test/shop";
import type { Bend } from "@/test/sign-payment";

/** A payer may present its own used authorizations any number of times: what does that cost the node? */
let shop: Shop;
let node: Awaited<ReturnType<typeof startCountingNode>>;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
beforeEach(async () => {
  forgetPerProcess("look-backs");
  forgetPerProcess("blocks-by-time");
  node = await startCountingNode(shop.chain.rpcUrl);
});
afterEach(async () => {
  setNode(shop.chain.rpcUrl);
  await node.stop();
});

function setNode(url: string) {
  process.env.RPC_URL_31337 = url;
  resetSettings();
}

const lookingForIt = {
  kind: "unavailable",
  code: "settlement_unknown",
  detail: expect.not.stringContaining("othing was charged"),
  retryAfter: 5,
};

/** An authorization that its own payer used, bypassing the shop. */
async function usedElsewhere(bend: Bend = {}) {
  const { id } = await shop.sell();
  const signed = await shop.sign(id, undefined, bend);
  await shop.submit(signed);
  return { present: (more: { deadline?: Deadline } = {}) => shop.buy(id, { payment: signed.header, ...more }) };
}

it("one authorization presented many times at once is looked for once", async () => {
  const { present } = await usedElsewhere();
  setNode(node.url);
  const release = node.hold("eth_getLogs");
  const outcomes = Array.from({ length: 8 }, () => present({ deadline: startDeadline(4_000) }));
  for (const outcome of await Promise.all(outcomes)) expect(outcome).toMatchObject(lookingForIt);
  expect(node.calls("eth_getLogs")).toBe(1);
  release();
  expect(await present()).toMatchObject({ kind: "payment-known", code: "payment_unrecorded" });
});

it("one that lies deep is looked for once, however often it is presented", async () => {
  const { present } = await usedElsewhere();
  await shop.chain.rpc("anvil_mine", ["0xc8"]);
  setNode(node.url);
  for (let turn = 0; turn < 5; turn++) expect(await present()).toMatchObject({ kind: "payment-known" });
  expect(node.calls("eth_getLogs")).toBe(1);
});

it("many are looked for a few at a time, and nobody else's purchase waits for them", async () => {
  const used = [];
  for (let count = 0; count < 6; count++) used.push(await usedElsewhere());
  const honest = await shop.sell();
  const { header } = await shop.sign(honest.id);
  setNode(node.url);
  const release = node.hold("eth_getLogs");
  const outcomes = used.map(({ present }) => present({ deadline: startDeadline(4_000) }));
  expect(await shop.buy(honest.id, { payment: header })).toMatchObject({ kind: "granted" });
  for (const outcome of await Promise.all(outcomes)) expect(outcome).toMatchObject(lookingForIt);
  expect(node.calls("eth_getLogs")).toBe(2);
  release();
  for (const { present } of used) expect(await present()).toMatchObject({ kind: "payment-known" });
});

it("requests that match no terms of the file take no turn from those that do", async () => {
  const strangers = [];
  for (let count = 0; count < 4; count++) strangers.push(await usedElsewhere({ authorization: { value: "1000" } }));
  const fitting = await usedElsewhere();
  setNode(node.url);
  const release = node.hold("eth_getLogs", 2);
  const waiting = strangers.map(({ present }) => present());
  await vi.waitFor(() => expect(node.calls("eth_getLogs")).toBe(2));
  expect(await fitting.present()).toMatchObject({ kind: "payment-known" });
  release();
  for (const outcome of await Promise.all(waiting)) expect(outcome).toMatchObject({ kind: "payment-known" });
});

it("for a used one no response says that nothing was charged, even if the node fails during the lookup", async () => {
  const { present } = await usedElsewhere();
  setNode(node.url);
  node.refuse("eth_getLogs");
  expect(await present()).toMatchObject(lookingForIt);
});

it("a block that lies deep is searched for once by its time", async () => {
  const { chainId } = shop.chain.network;
  const then = toUnixSeconds(new Date());
  await shop.chain.mine(600);
  await shop.chain.rpc("anvil_mine", ["0xc8"]);
  setNode(node.url);
  const first = await blockAt(chainId, then + 300n);
  const calls = node.calls();
  expect(await blockAt(chainId, then + 300n)).toBe(first);
  expect(node.calls()).toBe(calls);
});
