import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { GET as readyz } from "@/app/readyz/route";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { PEER_HEADER } from "@/lib/http/client-ip";
import { readMetrics } from "@/lib/metrics";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { paidFor, reconcilePayments, setState, tendGasTransactions } from "@/test/core";
import { startHookedNode } from "@/test/hooked-node";
import { untilSent } from "@/test/sent";
import { openShop, type Shop } from "@/test/shop";
import { releaseLeases } from "./lease";

const PRICE = 250_000n;

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
beforeEach(() => {
  forgetPerProcess("gas-strangers");
  forgetPerProcess("readiness");
  forgetPerProcess("metrics-answer");
});
afterEach(async () => {
  use(shop.chain.rpcUrl);
  await releaseLeases();
});

function use(url: string): void {
  process.env.RPC_URL_31337 = url;
  resetSettings();
}

/** Another program with the same key: a transfer to itself under this account nonce. */
async function strangerSends(nonce: number): Promise<void> {
  const { gas } = shop.chain.accounts;
  const fees = { maxFeePerGas: 90n * 10n ** 9n, maxPriorityFeePerGas: 50n * 10n ** 9n };
  const call = { type: "eip1559", chainId: 31337, to: gas.address, gas: 21_000n, nonce } as const;
  await shop.chain.rpc("eth_sendRawTransaction", [await gas.signTransaction({ ...call, ...fees })]);
}

const stored = (fileId: string) =>
  db().gasTransaction.findMany({ where: { transfer: paidFor(fileId) }, orderBy: { createdAt: "asc" } });

/** What the job does every few seconds, until something is so. */
async function tendUntil(isSo: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(
      async () => {
        await tendGasTransactions(new Date());
        await shop.chain.mine();
        return isSo();
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}

async function buying() {
  const { id } = await shop.sell();
  const { header } = await shop.sign(id);
  return { id, outcome: shop.buy(id, { payment: header }) };
}

it("an account nonce that another program took before our broadcast: noticed, sent again once, and the buyer is served", async () => {
  let sent = false;
  const node = await startHookedNode(shop.chain.rpcUrl, async ({ method }) => {
    if (method !== "eth_sendRawTransaction" || sent) return;
    sent = true;
    const [row] = await db().gasTransaction.findMany({ where: { state: "open" } });
    await strangerSends(row?.accountNonce ?? -1);
  });
  use(node.url);
  const before = await shop.received();
  const { id, outcome } = await buying();
  await expect.poll(() => sent).toBe(true);
  await tendUntil(async () => (await stored(id)).length === 2);
  expect((await outcome).kind).toBe("granted");
  await node.stop();
  use(shop.chain.rpcUrl);
  await tendGasTransactions(new Date());
  expect((await stored(id)).map(({ state }) => state)).toEqual(["superseded", "mined"]);
  expect((await shop.received()) - before).toBe(PRICE);
  const ready = JSON.stringify(
    await (
      await readyz(new Request("http://localhost:3000/readyz", { headers: { [PEER_HEADER]: "127.0.0.1" } }))
    ).json(),
  );
  expect(ready).toContain("Another program sends from the gas account.");
  expect(await readMetrics(new Date())).toContain('filekiosk_gas_strangers{network="eip155:31337"} 1');
}, 60_000);

it("one that replaced ours while both waited at the node is survived the same way", async () => {
  const before = await shop.received();
  await shop.chain.rpc("evm_setAutomine", [false]);
  const { id, outcome } = await buying();
  const lost = await untilSent(shop.chain, id);
  await strangerSends(lost.accountNonce);
  await shop.chain.mine();
  await shop.chain.rpc("evm_setAutomine", [true]);
  await tendUntil(async () => (await stored(id)).length === 2);
  expect((await outcome).kind).toBe("granted");
  expect((await shop.received()) - before).toBe(PRICE);
}, 60_000);

it("a node that has not the receipt of ours yet makes us send nothing again", async () => {
  const { id, outcome } = await buying();
  expect((await outcome).kind).toBe("granted");
  await db().gasTransaction.updateMany({
    where: { transfer: paidFor(id) },
    data: { state: "open", closedAt: null },
  });
  await setState({ fileId: id }, "unknown");
  const node = await startHookedNode(shop.chain.rpcUrl, async ({ method }) =>
    method === "eth_getTransactionReceipt" ? null : undefined,
  );
  use(node.url);
  await shop.chain.mine();
  await tendGasTransactions(new Date());
  await node.stop();
  expect((await stored(id)).map(({ state }) => state)).toEqual(["open"]);
  expect(await readMetrics(new Date())).toContain('filekiosk_gas_strangers{network="eip155:31337"} 0');
});

it("what another one has settled meanwhile is not sent again: the chain judges the payment", async () => {
  const { id } = await shop.sell();
  const signed = await shop.sign(id);
  await shop.chain.rpc("evm_setAutomine", [false]);
  const outcome = shop.buy(id, { payment: signed.header });
  const lost = await untilSent(shop.chain, id);
  await strangerSends(lost.accountNonce);
  await shop.chain.rpc("evm_setAutomine", [true]);
  await shop.chain.mine();
  const before = await shop.received();
  await shop.submit(signed);
  await tendUntil(async () => (await stored(id)).every(({ state }) => state === "superseded"));
  expect(await stored(id)).toHaveLength(1);
  expect((await shop.received()) - before).toBe(PRICE);
  expect((await outcome).kind).toBe("settlement-unknown");
  // The response may come a moment before its settlement stops waiting.
  await expect
    .poll(async () => {
      await reconcilePayments(new Date(Date.now() + 1 * SECOND));
      return db().transfer.findFirst({ where: paidFor(id) });
    })
    .toMatchObject({ state: "settled" });
}, 60_000);
