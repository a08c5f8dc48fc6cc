import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { GET as balances } from "@/app/api/balances/route";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { startHookedNode } from "@/test/hooked-node";
import { openShop, type Shop } from "@/test/shop";
import { noteTrouble } from "./known-trouble";

type Call = { method: string; params: { to?: string }[] };

let shop: Shop;
let node: Awaited<ReturnType<typeof startHookedNode>>;
let refuses: (call: Call) => boolean = () => false;
beforeAll(async () => {
  shop = await openShop();
  node = await startHookedNode(shop.chain.rpcUrl, async (call) => {
    if (refuses(call as unknown as Call)) throw new Error("refused");
  });
  process.env.RPC_URL_31337 = node.url;
  resetSettings();
});
afterAll(async () => {
  await node?.stop();
  await shop?.close();
});
afterEach(() => {
  for (const kept of ["token-watch", "known-trouble", "sales-paused"]) forgetPerProcess(kept);
});

async function ask() {
  const { network, accounts } = shop.chain;
  const query = new URLSearchParams({ network: network.caip2, address: accounts.buyer.address });
  const answer = await balances(new Request(`http://localhost:3000/api/balances?${query}`));
  return { status: answer.status, body: await answer.json() };
}

it("a balance comes also when nothing but it can be read", async () => {
  const whole = await ask();
  expect(whole).toMatchObject({ status: 200, body: { payer: "key", refused: false } });
  const { token } = shop.chain.network;
  refuses = ({ method, params }) =>
    method !== "eth_call" || params[0]?.to?.toLowerCase() !== token.address.toLowerCase();
  const part = await ask();
  expect(part.status).toBe(200);
  expect(part.body).toMatchObject({ balance: whole.body.balance, payer: "key", refused: false, pausedBy: null });
});

it("a known trouble is reported although it can no longer be read", async () => {
  refuses = () => false;
  noteTrouble(shop.chain.network, "token_paused", new Date());
  refuses = ({ method }) => method === "eth_getBlockByNumber";
  expect(await ask()).toMatchObject({ status: 200, body: { salesPaused: true, pausedBy: "token_paused" } });
});

it("without the balance there is no answer", async () => {
  refuses = () => true;
  expect((await ask()).status).toBe(503);
});
