import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { resetSettings } from "@/lib/settings/settings";
import { startCountingNode } from "@/test/counting-node";
import { openShop, type Shop } from "@/test/shop";
import type { Bend } from "@/test/sign-payment";

/** What an invalid authorization costs: calls to the node, each of which the operator pays for. */
let shop: Shop;
let node: Awaited<ReturnType<typeof startCountingNode>>;
beforeAll(async () => {
  shop = await openShop();
  // The facilitator and the clients are made once.
  const { id } = await shop.sell();
  await shop.buy(id, { payment: (await shop.sign(id)).header });
});
afterAll(() => shop?.close());
beforeEach(async () => {
  node = await startCountingNode(shop.chain.rpcUrl);
});
afterEach(async () => {
  useNode(shop.chain.rpcUrl);
  await node.stop();
});

/** The calls to the node for one presentation, sorted by name. A new client requests the chain's id once. */
async function present(fileId: string, payment: string) {
  useNode(node.url);
  await publicClient(shop.chain.chainId).getGasPrice();
  const before = node.calls();
  const outcome = await shop.buy(fileId, { payment });
  return { outcome, asked: node.asked(before).sort() };
}

function useNode(url: string) {
  process.env.RPC_URL_31337 = url;
  resetSettings();
}

const noise = `0x${"ab".repeat(65)}`;
const somebody = `0x${"22".repeat(20)}`;
const one = ["eth_call"];
const garbage: [string, string, Bend, string[]][] = [
  ["another network", "wrong_network", { accepted: { network: "eip155:1" } }, []],
  ["another token", "wrong_token", { accepted: { asset: somebody } }, []],
  ["another file's address", "resource_mismatch", { resourceUrl: "https://elsewhere.example/f/x" }, []],
  ["one that is not valid yet", "authorization_not_yet_valid", { authorization: { validAfter: "4000000000" } }, []],
  ["one that never ends", "authorization_too_long", { authorization: { validBefore: "4000000000" } }, []],
  // These may have been used, so the response must not claim that nothing was charged.
  ["another payee", "wrong_payee", { authorization: { to: somebody } }, one],
  ["another amount", "wrong_amount", { authorization: { value: "1" } }, one],
  ["an expired one", "authorization_expired", { authorization: { validBefore: "1700000000" } }, one],
  [
    "another payee, and noise for a signature",
    "wrong_payee",
    { authorization: { to: somebody }, signature: noise },
    one,
  ],
  // The address may be a contract's, which decides about signatures itself.
  ["noise for a signature", "invalid_signature", { signature: noise }, ["eth_getCode"]],
  ["somebody else's signature", "invalid_signature", { tamper: { nonce: `0x${"5".repeat(64)}` } }, ["eth_getCode"]],
];

it.each(garbage)("%s is %s at the cost of what has to be asked", async (_, code, bend, calls) => {
  const { id } = await shop.sell();
  const { header } = await shop.sign(id, undefined, bend);
  const { outcome, asked } = await present(id, header);
  expect(outcome).toMatchObject({ kind: "payment-rejected", code });
  expect(asked).toEqual(calls);
});

it("noise in a contract's name costs three calls", async () => {
  const { id } = await shop.sell();
  const contract = shop.chain.network.token.address.toLowerCase();
  const { header } = await shop.sign(id, undefined, { authorization: { from: contract }, signature: noise });
  const { outcome, asked } = await present(id, header);
  expect(outcome).toMatchObject({ code: "invalid_signature" });
  expect(asked).toEqual(["eth_blockNumber", "eth_call", "eth_getCode"]);
});

it("an empty wallet's good signature costs five calls", async () => {
  const { id } = await shop.sell();
  const { header } = await shop.sign(id, shop.chain.accounts.stranger);
  const { outcome, asked } = await present(id, header);
  expect(outcome).toMatchObject({ code: "insufficient_funds" });
  expect(asked).toEqual(["eth_blockNumber", "eth_call", "eth_call", "eth_call", "eth_getCode"]);
});

it("a key's good signature costs one request, or four to a node that takes one call at a time", async () => {
  for (const takes of [true, false]) {
    if (!takes) node.refuseBatches();
    const { id } = await shop.sell();
    const { header } = await shop.sign(id);
    useNode(node.url);
    await publicClient(shop.chain.chainId).getGasPrice();
    const before = node.calls();
    expect(await shop.buy(id, { payment: header })).toMatchObject({ kind: "granted" });
    expect(node.batches()).toBe(takes ? 1 : 2);
    // The use is requested after everything else, or together with it.
    const asked = node.asked(before).slice(0, 4);
    expect(asked.toSorted()).toEqual(["eth_blockNumber", "eth_call", "eth_call", "eth_getCode"]);
    expect(asked[3]).toBe("eth_call");
  }
});

it("a payment by a wallet that is empty since is known as paid, whoever sent it", async () => {
  const [here, elsewhere] = [await shop.sell(), await shop.sell()];
  const balance = await shop.chain.usdcBalance(shop.chain.accounts.buyer.address);
  const paid = await shop.sign(here.id);
  const past = await shop.sign(elsewhere.id);
  expect(await shop.buy(here.id, { payment: paid.header })).toMatchObject({ kind: "granted" });
  await shop.submit(past);
  const rest = balance - 500_000n;
  await shop.submit(await shop.sign(here.id, undefined, { authorization: { to: somebody, value: `${rest}` } }));
  const known = await present(here.id, paid.header);
  expect(known).toMatchObject({ outcome: { code: "payment_known" }, asked: [] });
  expect(await shop.buy(elsewhere.id, { payment: past.header })).toMatchObject({ code: "payment_unrecorded" });
});
