import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { DAY, MINUTE, SECOND } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { mayStillSend, releaseTransfer } from "@/lib/payments/ledger";
import { forgetPerProcess, perProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { outcomeError } from "@/lib/shop/doors/outcome-headers";
import { shop as core } from "@/lib/shop/shop";
import { paidFor, reconcilePayments, tendGasTransactions } from "@/test/core";
import { startHoldingNode } from "@/test/holding-node";
import { untilSent } from "@/test/sent";
import { openShop, type Shop } from "@/test/shop";
import { startProcess } from "@/test/spawn";
import { checkBudgets } from "./budget";
import { LEASE_TTL, type Lease, releaseLeases } from "./lease";
import { isUsedUpFor } from "./look-ahead";
import { GasRefused } from "./refused";
import { STUCK_AFTER } from "./replace-stuck";
import { sendTransaction } from "./send-transaction";

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
afterEach(async () => {
  for (const name of ["MAX_FEE_PER_GAS", "SETTLEMENTS_PER_DAY"]) delete process.env[name];
  for (const who of ["SELLER", "PAYER"]) delete process.env[`SETTLEMENTS_PER_${who}_PER_DAY`];
  resetSettings();
  await releaseLeases();
});

function set(name: string, value: string): void {
  process.env[name] = value;
  resetSettings();
}

async function offer() {
  const { id } = await shop.sell();
  const { header } = await shop.sign(id);
  return { id, header, buy: () => shop.buy(id, { payment: header }) };
}

function codeOf(outcome: Awaited<ReturnType<Shop["buy"]>>): string {
  return "code" in outcome ? outcome.code : outcome.kind;
}

function stored(fileId: string) {
  return db().gasTransaction.findMany({ where: { transfer: paidFor(fileId) }, orderBy: { attempt: "asc" } });
}

const later = (ms: number) => new Date(Date.now() + ms);

it("40 at once on one key: all settle, each under an account nonce of its own, without a gap", async () => {
  const offers = await Promise.all(Array.from({ length: 40 }, offer));
  const before = await shop.received();
  const outcomes = await Promise.all(offers.map(({ buy }) => buy()));
  expect(outcomes.map(codeOf)).toEqual(offers.map(() => "granted"));
  expect((await shop.received()) - before).toBe(40n * 250_000n);
  const nonces = (await db().gasTransaction.findMany({ orderBy: { accountNonce: "asc" } })).map(
    (row) => row.accountNonce,
  );
  expect(nonces).toEqual(nonces.map((_, index) => (nonces[0] ?? 0) + index));
  expect(nonces).toHaveLength(40);
  await tendGasTransactions(new Date());
  expect(await db().gasTransaction.count({ where: { state: { not: "mined" } } })).toBe(0);
}, 120_000);

it("two processes settling at the same time: one sells, the other says so before anything is sent", async () => {
  const other = startProcess("buy.ts", shop.chain.rpcUrl);
  expect(await other.line()).toBe("up");
  const [ours, theirs] = [await offer(), await offer()];
  const before = await shop.received();
  other.tell(`${theirs.id} ${theirs.header}`);
  const said = [codeOf(await ours.buy()), await other.line()];
  expect(said.toSorted()).toEqual(["facilitator_unavailable", "granted"]);
  expect((await shop.received()) - before).toBe(250_000n);
  const loser = said[0] === "granted" ? theirs : ours;
  expect(await stored(loser.id)).toEqual([]);
  expect(await db().hold.count({ where: { productId: loser.id } })).toBe(0);
  other.tell("end");
  await other.end();
  // The same signature once more, now that one process is left.
  expect(codeOf(await loser.buy())).toBe("granted");
}, 60_000);

it("a process killed between storing and broadcasting loses nothing: the next one broadcasts and the buyer is served", async () => {
  const node = await startHoldingNode(shop.chain.rpcUrl, "eth_sendRawTransaction");
  const dying = startProcess("buy.ts", node.url);
  expect(await dying.line()).toBe("up");
  const { id, header, buy } = await offer();
  const before = await shop.received();
  dying.tell(`${id} ${header}`);
  const [raw] = await node.held;
  dying.kill();
  await expect(dying.end()).rejects.toThrow();
  await node.stop();
  expect(await stored(id)).toMatchObject([{ raw, state: "open" }]);
  expect(await shop.received()).toBe(before);

  await tendGasTransactions(later(SECOND));
  await expect.poll(async () => (await shop.received()) - before).toBe(250_000n);
  await reconcilePayments(later(3 * MINUTE));
  expect(await db().transfer.findMany({ where: paidFor(id) })).toMatchObject([{ state: "settled", reason: null }]);
  expect(await db().entitlement.count({ where: { productId: id } })).toBe(1);
  expect(codeOf(await buy())).toBe("payment_known");
  expect((await shop.received()) - before).toBe(250_000n);
}, 60_000);

it("a process killed before it signed leaves the authorization free: the buyer presents the same one again", async () => {
  const node = await startHoldingNode(shop.chain.rpcUrl, "eth_estimateGas");
  const dying = startProcess("buy.ts", node.url);
  expect(await dying.line()).toBe("up");
  const { id, header, buy } = await offer();
  const before = await shop.received();
  dying.tell(`${id} ${header}`);
  await node.held;
  dying.kill();
  await expect(dying.end()).rejects.toThrow();
  await node.stop();
  expect(await db().transfer.findMany({ where: paidFor(id) })).toMatchObject([{ state: "settling" }]);
  expect(codeOf(await buy())).toBe("payment_known");

  await reconcilePayments(later(3 * MINUTE));
  expect(await db().transfer.findMany({ where: paidFor(id) })).toMatchObject([{ state: "failed" }]);
  expect(codeOf(await buy())).toBe("granted");
  expect((await shop.received()) - before).toBe(250_000n);
}, 60_000);

it("a signed settlement is never released", async () => {
  const { id, buy } = await offer();
  await shop.chain.rpc("evm_setAutomine", [false]);
  const buying = buy();
  await untilSent(shop.chain, id);
  const row = await db().transfer.findFirstOrThrow({ where: paidFor(id) });
  await reconcilePayments(later(3 * MINUTE));
  expect(await releaseTransfer(core, row, "test", new Date(), ["settling"])).toBe(false);
  expect(await db().transfer.findMany({ where: paidFor(id) })).toMatchObject([{ state: "settling" }]);
  await shop.chain.rpc("evm_setAutomine", [true]);
  await shop.chain.mine();
  expect(codeOf(await buying)).toBe("granted");
});

it("nothing is signed for a payment that has ended while the process slept", async () => {
  const { id, buy } = await offer();
  expect(codeOf(await buy())).toBe("granted");
  const row = await db().transfer.findFirstOrThrow({ where: paidFor(id) });
  const { gas } = shop.chain.accounts;
  const purpose = {
    kind: "settlement",
    transferId: row.id,
    mayStillSend: (tx: Tx) => mayStillSend(tx, row),
    sellerId: shop.sellerId,
    payer: "0x",
    amount: 1n,
  } as const;
  const sending = sendTransaction(shop.chain.network, gas.key, { to: gas.address, data: "0x" }, purpose);
  await expect(sending).rejects.toThrow(GasRefused);
  expect(await stored(id)).toHaveLength(1);
});

it("a process that was overtaken in its sleep stores and sends nothing, and the buyer may try again", async () => {
  const first = await offer();
  expect(codeOf(await first.buy())).toBe("granted");
  const other = startProcess("hold-gas-account.ts", shop.chain.accounts.gas.address.toLowerCase());
  expect(await other.line()).toBe("up");
  other.tell(String(later(LEASE_TTL * 2).getTime()));
  expect(Number(await other.line())).toBeGreaterThan(1);
  // By our clock its lease would end too far ahead to bind.
  await db().gasLease.updateMany({ data: { expiresAt: later(LEASE_TTL) } });

  const { id, buy } = await offer();
  const before = await shop.received();
  // This process still believes in its lease, however long that took.
  for (const kept of perProcess("gas-leases", () => new Map<string, Lease>()).values()) {
    kept.expiresAt = later(LEASE_TTL);
  }
  expect(codeOf(await buy())).toBe("facilitator_unavailable");
  expect(await stored(id)).toEqual([]);
  expect(await db().transfer.findMany({ where: paidFor(id) })).toMatchObject([{ state: "failed" }]);
  const events = await db().orderEvent.findMany({ where: { order: { productId: id } }, orderBy: { at: "asc" } });
  expect(events.map(({ state }) => state).toSorted()).toEqual(["failed", "reserved", "settling"]);
  expect(await shop.received()).toBe(before);
  other.kill();
  await expect(other.end()).rejects.toThrow();
  expect(codeOf(await buy())).toBe("granted");
});

it("a stuck transaction is replaced: same call, same account nonce, higher fee; one payment, and it counts as ours", async () => {
  const { id, buy } = await offer();
  const before = await shop.received();
  await shop.chain.rpc("evm_setAutomine", [false]);
  const buying = buy();
  await untilSent(shop.chain, id);
  // The base fee rises above what was offered: this transaction will not get into a block any more.
  await shop.chain.rpc("anvil_setNextBlockBaseFeePerGas", ["0x12a05f200"]);
  await shop.chain.mine();
  expect(await shop.received()).toBe(before);
  await tendGasTransactions(later(STUCK_AFTER - 5 * SECOND));
  expect(await stored(id)).toHaveLength(1);
  await tendGasTransactions(later(STUCK_AFTER + SECOND));
  const [first, second] = await stored(id);
  expect(second).toMatchObject({ attempt: 1, data: first?.data, to: first?.to, accountNonce: first?.accountNonce });
  expect(BigInt(second?.maxFeePerGas ?? 0)).toBeGreaterThan(BigInt(first?.maxFeePerGas ?? 0));
  await shop.chain.mine();
  await shop.chain.rpc("evm_setAutomine", [true]);

  expect(await buying).toMatchObject({ kind: "granted", payment: { transaction: second?.hash, reason: null } });
  expect((await shop.received()) - before).toBe(250_000n);
  await tendGasTransactions(new Date());
  expect((await stored(id)).map(({ state }) => state)).toEqual(["superseded", "mined"]);
});

it("a replacement never offers more than the cap", async () => {
  const { id, buy } = await offer();
  await shop.chain.rpc("evm_setAutomine", [false]);
  const buying = buy();
  await untilSent(shop.chain, id);
  const [first] = await stored(id);
  // An eighth more would be above it.
  const offered = BigInt(first?.maxFeePerGas ?? 0);
  const cap = offered + offered / 20n;
  set("MAX_FEE_PER_GAS", `31337:${cap / 10n ** 9n}.${String(cap % 10n ** 9n).padStart(9, "0")}`);
  await tendGasTransactions(later(STUCK_AFTER + SECOND));
  expect(await stored(id)).toHaveLength(1);
  await shop.chain.rpc("evm_setAutomine", [true]);
  await shop.chain.mine();
  expect(codeOf(await buying)).toBe("granted");
});

it("an account nonce that nobody stored and the node forgot is filled, so that later ones can continue", async () => {
  const { gas } = shop.chain.accounts;
  await shop.chain.rpc("evm_setAutomine", [false]);
  const count = Number(await shop.chain.rpc<string>("eth_getTransactionCount", [gas.address, "latest"]));
  const fees = { maxFeePerGas: 50n * 10n ** 9n, maxPriorityFeePerGas: 10n ** 9n };
  const foreign = await gas.signTransaction({
    ...fees,
    type: "eip1559",
    chainId: 31337,
    to: gas.address,
    gas: 21_000n,
    nonce: count,
  });
  const hash = await shop.chain.rpc<string>("eth_sendRawTransaction", [foreign]);
  const { id, buy } = await offer();
  const buying = buy();
  await expect.poll(async () => (await stored(id))[0]?.accountNonce).toBe(count + 1);
  await shop.chain.rpc("anvil_dropTransaction", [hash]);
  await shop.chain.rpc("evm_setAutomine", [true]);
  await tendGasTransactions(later(STUCK_AFTER + SECOND));
  expect(await db().gasTransaction.findMany({ where: { kind: "filler" } })).toMatchObject([{ accountNonce: count }]);
  await shop.chain.mine();
  expect(codeOf(await buying)).toBe("granted");
});

it("leftovers of another account do not prevent tending transactions", async () => {
  const { id, buy } = await offer();
  expect(codeOf(await buy())).toBe("granted");
  await db().gasTransaction.updateMany({
    where: { transfer: paidFor(id) },
    data: { state: "open", closedAt: null },
  });
  const [row] = await stored(id);
  if (!row) throw new Error("nothing is stored");
  const account = `0x${"ab".repeat(20)}`;
  const rows = Array.from({ length: 600 }, (_, attempt) => {
    const hash = `0x${attempt.toString(16).padStart(64, "0")}`;
    const place = { account, accountNonce: -1, attempt };
    return { ...row, ...place, id: `other-${attempt}`, hash, transferId: null, state: "mined", closedAt: new Date() };
  });
  await db().gasTransaction.createMany({ data: rows });
  await tendGasTransactions(later(SECOND));
  expect(await stored(id)).toMatchObject([{ state: "mined" }]);
  await db().gasTransaction.deleteMany({ where: { account } });
});

it("a settlement whose block was replaced is broadcast again", async () => {
  const { id, buy } = await offer();
  const before = await shop.received();
  const snapshot = await shop.chain.rpc<string>("evm_snapshot");
  expect(codeOf(await buy())).toBe("granted");
  await tendGasTransactions(new Date());
  expect(await stored(id)).toMatchObject([{ state: "mined" }]);
  await shop.chain.rpc("evm_revert", [snapshot]);
  expect(await shop.received()).toBe(before);
  await tendGasTransactions(new Date());
  await expect.poll(async () => (await shop.received()) - before).toBe(250_000n);
});

it("a network that asks for more than the cap pauses the sales: nothing is stored, the same signature works later", async () => {
  const { id, buy } = await offer();
  const before = await shop.received();
  set("MAX_FEE_PER_GAS", "0.000000001");
  expect(codeOf(await buy())).toBe("facilitator_unavailable");
  expect(await stored(id)).toEqual([]);
  expect(await shop.received()).toBe(before);
  set("MAX_FEE_PER_GAS", "100");
  expect(codeOf(await buy())).toBe("granted");
});

it("a gas account that cannot pay pauses the sales before anything is stored", async () => {
  const { gas } = shop.chain.accounts;
  const { id, buy } = await offer();
  const balance = await shop.chain.rpc<string>("eth_getBalance", [gas.address, "latest"]);
  await shop.chain.rpc("anvil_setBalance", [gas.address, "0x1"]);
  expect(codeOf(await buy())).toBe("facilitator_unavailable");
  expect(await stored(id)).toEqual([]);
  await shop.chain.rpc("anvil_setBalance", [gas.address, balance]);
  expect(codeOf(await buy())).toBe("granted");
});

it.each(["SETTLEMENTS_PER_DAY", "SETTLEMENTS_PER_SELLER_PER_DAY", "SETTLEMENTS_PER_PAYER_PER_DAY"])(
  "%s holds at its last one with many at once; what is refused is stored nowhere and works when there is room",
  async (name) => {
    const offers = await Promise.all(Array.from({ length: 8 }, offer));
    const used = await db().gasTransaction.count({ where: { attempt: 0, kind: "settlement" } });
    set(name, String(used + 3));
    const before = await shop.received();
    const codes = (await Promise.all(offers.map(({ buy }) => buy()))).map(codeOf);
    expect(codes.toSorted()).toEqual([...Array(3).fill("granted"), ...Array(5).fill("settlements_spent")]);
    expect((await shop.received()) - before).toBe(3n * 250_000n);
    const refused = offers.filter((_, index) => codes[index] === "settlements_spent");
    for (const { id } of refused) expect(await stored(id)).toEqual([]);
    set(name, "0");
    expect((await Promise.all(refused.map(({ buy }) => buy()))).map(codeOf)).toEqual(Array(5).fill("granted"));
  },
);

it("half of the day's settlements is kept for sellers whom the operator named; a spent share is told before signing", async () => {
  await db().gasTransaction.updateMany({ data: { createdAt: later(-24 * 60 * MINUTE - SECOND) } });
  const { network } = shop.chain;
  const payer = shop.chain.accounts.buyer.address;
  const usedUp = () => isUsedUpFor(network, { payer, sellerId: shop.sellerId }, new Date());
  const other = { id: "named-seller-000000000", address: `0x${"77".repeat(20)}`, payTo: `0x${"77".repeat(20)}` };
  await db().seller.create({ data: { ...other, createdAt: new Date() } });
  set("SELLERS", `open, ${other.address}`);
  set("SETTLEMENTS_PER_DAY", "4");
  for (const said of ["granted", "granted", "settlements_spent"]) {
    expect(await usedUp()).toBe(said !== "granted");
    expect(codeOf(await (await offer()).buy())).toBe(said);
  }
  // The same shop, named: the other half is there.
  set("SELLERS", `open ${shop.chain.accounts.seller.address}`);
  expect(await usedUp()).toBe(false);
  for (const said of ["granted", "granted", "settlements_spent"]) {
    expect(codeOf(await (await offer()).buy())).toBe(said);
  }
  expect(await usedUp()).toBe(true);
  delete process.env.SELLERS;
});

it("refunds have a budget of their own", async () => {
  await (await offer()).buy();
  const sinceYesterday = { createdAt: { gt: later(-24 * 60 * MINUTE) }, kind: "settlement", attempt: 0 };
  set("SETTLEMENTS_PER_SELLER_PER_DAY", String(await db().gasTransaction.count({ where: sinceYesterday })));
  const spender = { sellerId: shop.sellerId, payer: shop.chain.accounts.seller.address.toLowerCase() };
  const check = (kind: "settlement" | "refund") =>
    db().$transaction((tx) => checkBudgets(tx, { ...spender, kind }, new Date()));
  await expect(check("settlement")).rejects.toThrow(/used up: seller/);
  await expect(check("refund")).resolves.toEqual({ byPaidStorage: false });
});

it("budgets count the last 24 hours", async () => {
  set("SETTLEMENTS_PER_DAY", "1");
  expect(codeOf(await (await offer()).buy())).toBe("settlements_spent");
  await db().gasTransaction.updateMany({ data: { createdAt: later(-24 * 60 * MINUTE - SECOND) } });
  forgetPerProcess("gas-leases");
  expect(codeOf(await (await offer()).buy())).toBe("granted");
});

it("a spent budget says when there is room again, at most an hour ahead", async () => {
  expect(codeOf(await (await offer()).buy())).toBe("granted");
  set("SETTLEMENTS_PER_DAY", "1");
  const { buy } = await offer();
  const agedBy = async (ms: number) => {
    await db().gasTransaction.updateMany({ data: { createdAt: later(-ms) } });
    const newest = await db().gasTransaction.findFirstOrThrow({ orderBy: { accountNonce: "desc" } });
    await db().gasTransaction.update({ where: { id: newest.id }, data: { createdAt: later(-ms + 30 * SECOND) } });
    const outcome = await buy();
    if (outcome.kind !== "unavailable") throw new Error(outcome.kind);
    return outcome;
  };
  const far = await agedBy(MINUTE);
  expect(far).toMatchObject({ code: "settlements_spent", retryAfter: 3_600 });
  expect(outcomeError(far).headers["Retry-After"]).toBe("3600");
  // The newest of them makes room last: it is 30 seconds younger.
  const near = await agedBy(DAY - MINUTE);
  expect(near.retryAfter).toBeGreaterThan(80);
  expect(near.retryAfter).toBeLessThanOrEqual(90);
});
