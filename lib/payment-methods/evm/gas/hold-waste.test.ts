import { createWalletClient, http, publicActions } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { readWalletCode } from "@/lib/payment-methods/evm/chain/wallet-code";
import { resetSettings } from "@/lib/settings/settings";
import type { TestAccount } from "@/test/chain";
import { paidFor, tendGasTransactions } from "@/test/core";
import { confirmsOwnKey, delegate } from "@/test/delegate";
import type { SafeContracts } from "@/test/safe";
import { openSafeShop } from "@/test/safe-shop";
import { untilSent } from "@/test/sent";
import type { Shop } from "@/test/shop";
import { releaseLeases } from "./lease";
import { isUsedUpFor } from "./look-ahead";
import { GAS_OF_A_SETTLEMENT } from "./sales-left";
import { isPoolSpent, readWaste } from "./waste-pools";

let shop: Shop;
let safe: SafeContracts;
beforeAll(async () => {
  ({ shop, safe } = await openSafeShop());
});
afterAll(() => shop?.close());
afterEach(async () => {
  for (const name of ["MAX_FEE_PER_GAS", "SETTLEMENTS_PER_SELLER_PER_DAY"]) delete process.env[name];
  resetSettings();
  await forgetTheDay();
  await releaseLeases();
});

const PRICE = 250_000n;

/** Accepts every signature where gas costs nothing, as in a simulation, and loops in a block. */
const burnsInBlocks = "0x3a601257631626ba7e60e01b5f5260205ff35b601256";

function codeOf(outcome: Awaited<ReturnType<Shop["buy"]>>): string {
  return "code" in outcome ? outcome.code : outcome.kind;
}

/** Another day: the losses of the last one no longer count. */
async function forgetTheDay() {
  await shop.chain.rpc("evm_setAutomine", [true]);
  await shop.chain.mine();
  await tendGasTransactions(new Date());
  const before = new Date(Date.now() - DAY - 1_000);
  await db().gasTransaction.updateMany({ data: { createdAt: before } });
  await db().gasTransaction.updateMany({ where: { state: { not: "open" } }, data: { closedAt: before } });
}

/** W = n plain settlements at the fee cap, by what the gas account has. */
async function allowPlainSettlements(n: bigint) {
  const cap = 2_000_000_000n;
  process.env.MAX_FEE_PER_GAS = "2";
  resetSettings();
  await shop.chain.rpc("anvil_setBalance", [
    shop.chain.accounts.gas.address,
    `0x${(20n * n * GAS_OF_A_SETTLEMENT * cap).toString(16)}`,
  ]);
  return n * GAS_OF_A_SETTLEMENT * cap;
}

const gasAccount = () => ({
  chainId: shop.chain.network.chainId,
  address: shop.chain.accounts.gas.address.toLowerCase(),
});

async function gasBalance(): Promise<bigint> {
  return BigInt(await shop.chain.rpc<string>("eth_getBalance", [shop.chain.accounts.gas.address, "latest"]));
}

async function newKey(dollars = 1n): Promise<TestAccount> {
  const key = generatePrivateKey();
  const account = { ...privateKeyToAccount(key), key } as TestAccount;
  if (dollars > 0n) await shop.chain.fund(account.address, dollars * 1_000_000n);
  return account;
}

async function burner(): Promise<TestAccount> {
  const account = await newKey();
  await shop.chain.rpc("anvil_setCode", [account.address, burnsInBlocks]);
  return account;
}

async function tryToBuy(payer: TestAccount): Promise<string> {
  const { id } = await shop.sell();
  return codeOf(await shop.buy(id, { payment: (await shop.sign(id, payer)).header }));
}

async function wastedBy(pools: string[]): Promise<bigint> {
  const rows = await db().gasTransaction.findMany({ where: { pool: { in: pools } }, select: { wasted: true } });
  return rows.reduce((sum, { wasted }) => sum + wasted, 0n) * 1_000_000_000n;
}

describe("payers whose code burns gas in a block only", () => {
  it("lose the operator a quarter of W at most, whoever they are; others can still buy", async () => {
    const w = await allowPlainSettlements(16n);
    process.env.SETTLEMENTS_PER_SELLER_PER_DAY = "12";
    resetSettings();
    const wallet = await safe.newWallet();
    await shop.chain.fund(wallet.address, 1_000_000n);
    await wallet.deploy();
    const burners = await Promise.all(Array.from({ length: 100 }, burner));
    const before = await gasBalance();
    await Promise.all(burners.map(tryToBuy));
    // A request that has waited long gets a response; the work continues.
    const onTheWay = { where: { state: { in: ["reserved", "settling"] } } };
    await expect.poll(() => db().transfer.count(onTheWay), { timeout: 60_000 }).toBe(0);
    const lost = before - (await gasBalance());
    expect(await db().transfer.count({ where: { reason: "settlements_spent" } })).toBeGreaterThan(0);
    expect(lost).toBeGreaterThan(0n);
    expect(lost).toBeLessThanOrEqual(w / 4n);
    expect(await db().gasTransaction.count({ where: { state: "reverted", pool: "unknown" } })).toBeGreaterThan(0);
    // The next one of their kind is told before it signs; a plain key is not.
    const { network } = shop.chain;
    const next = await burner();
    for (let more = 0; more < 20 && (await tryToBuy(await burner())) !== "settlements_spent"; more += 1);
    expect(before - (await gasBalance())).toBeLessThanOrEqual(w / 4n);
    expect(await isUsedUpFor(network, { payer: next.address, sellerId: shop.sellerId }, new Date())).toBe(true);
    const { address } = shop.chain.accounts.buyer;
    expect(await isUsedUpFor(network, { payer: address, sellerId: shop.sellerId }, new Date())).toBe(false);
    // Neither plain keys nor known wallets notice, nor does the seller's own budget.
    const received = await shop.received();
    for (let sale = 0; sale < 8; sale += 1) expect(await tryToBuy(shop.chain.accounts.buyer)).toBe("granted");
    expect(await tryToBuy(await knownWallet(wallet))).toBe("granted");
    expect((await shop.received()) - received).toBe(9n * PRICE);
  }, 240_000);

  it("continue the next day, and losses are counted in the same way", async () => {
    const w = await allowPlainSettlements(16n);
    await tryToBuy(await burner());
    const account = gasAccount();
    const { lost } = await readWaste(db(), account, "unknown", new Date());
    expect(lost).toBeGreaterThan(0n);
    expect(lost * 1_000_000_000n).toBeLessThanOrEqual(w / 4n);
    expect(await readWaste(db(), account, "unknown", new Date(Date.now() + DAY + 1_000))).toEqual({
      held: 0n,
      lost: 0n,
    });
  });

  it("a key that was delegated to such code after the check may use no more gas than a plain settlement", async () => {
    await allowPlainSettlements(16n);
    const key = await newKey();
    await shop.chain.rpc("evm_setAutomine", [false]);
    const { id } = await shop.sell();
    const buying = shop.buy(id, { payment: (await shop.sign(id, key)).header });
    await untilSent(shop.chain, id);
    await shop.chain.rpc("anvil_setCode", [key.address, burnsInBlocks]);
    await shop.chain.mine();
    expect(codeOf(await buying)).toBe("settlement-unknown");
    const [row] = await db().gasTransaction.findMany({ where: { transfer: paidFor(id) } });
    expect(row).toMatchObject({ state: "reverted", pool: "keys" });
    expect(BigInt(row?.gas ?? 0)).toBeLessThanOrEqual((GAS_OF_A_SETTLEMENT * 3n) / 2n);
    expect(row?.wasted).toBeGreaterThan(0n);
  });
});

describe("wallets made and not paid by", () => {
  it("lose the operator a quarter of W at most; one that pays is no waste", async () => {
    const w = await allowPlainSettlements(40n);
    const paying = await safe.newWallet();
    await shop.chain.fund(paying.address, 1_000_000n);
    expect(await tryToBuy(paying.counterfactual())).toBe("granted");
    expect(await wastedBy(["deployments"])).toBe(0n);
    const broke = await Promise.all(Array.from({ length: 12 }, () => makeAndLeave()));
    expect(broke).toContain("settlements_spent");
    const lost = await wastedBy(["deployments"]);
    expect(lost).toBeGreaterThan(0n);
    expect(lost).toBeLessThanOrEqual(w / 4n);
  }, 120_000);
});

describe("plain keys whose money moves away before the block", () => {
  it("lose the operator 2 W at most; above W new ones go one at a time", async () => {
    const w = await allowPlainSettlements(2n);
    const before = await gasBalance();
    const said: string[] = [];
    for (let hop = 0; hop < 14; hop += 1) said.push(await payAndRun());
    expect(said).toContain("settlement-unknown");
    expect(said.at(-1)).toBe("settlements_spent");
    expect(before - (await gasBalance())).toBeLessThanOrEqual(2n * w);
    const { network } = shop.chain;
    const { address } = gasAccount();
    const spent = { network, address, pool: "keys", balance: await gasBalance(), now: new Date() } as const;
    expect(await isPoolSpent(db(), spent)).toBe(true);
    expect(await isPoolSpent(db(), { ...spent, now: new Date(Date.now() + DAY + 1_000) })).toBe(false);
  }, 120_000);

  it("one sum signed away ten times at once is sent once, and costs nothing", async () => {
    await allowPlainSettlements(16n);
    const key = await newKey(0n);
    await shop.chain.fund(key.address, PRICE);
    const said = await Promise.all(Array.from({ length: 10 }, () => tryToBuy(key)));
    expect(said.toSorted()).toEqual(["granted", ...Array(9).fill("insufficient_funds")]);
    expect(await readWaste(db(), gasAccount(), "keys", new Date())).toEqual({ held: 0n, lost: 0n });
  }, 60_000);

  it("open transactions of a key that is no longer set do not prevent payments", async () => {
    await allowPlainSettlements(2n);
    expect(await tryToBuy(await newKey())).toBe("granted");
    const [row] = await db().gasTransaction.findMany({ where: { pool: "keys" }, take: 1 });
    if (!row) throw new Error("nothing was sent");
    const left = { ...row, account: `0x${"99".repeat(20)}`, state: "open", closedAt: null, held: 10_000_000n };
    await db().gasTransaction.createMany({
      data: [1, 2, 3].map((n) => ({ ...left, id: `left-${n}`, hash: `0x${n}`, accountNonce: n })),
    });
    expect(await tryToBuy(await newKey())).toBe("granted");
    await db().gasTransaction.deleteMany({ where: { id: { startsWith: "left-" } } });
  });

  it("a burst of honest ones leaves nothing behind", async () => {
    await allowPlainSettlements(16n);
    const keys = await Promise.all(Array.from({ length: 30 }, () => newKey()));
    expect(await Promise.all(keys.map(tryToBuy))).toEqual(keys.map(() => "granted"));
    expect(await readWaste(db(), gasAccount(), "keys", new Date())).toEqual({ held: 0n, lost: 0n });
  }, 120_000);
});

describe("readWalletCode", () => {
  it("knows Safe's wallets behind their proxy, and no other code for one", async () => {
    const { chainId } = shop.chain.network;
    const wallet = await safe.newWallet();
    expect(await readWalletCode(chainId, wallet.address)).toBe("none");
    await wallet.deploy();
    expect(await readWalletCode(chainId, wallet.address)).toBe("known");
    const other = await newKey(0n);
    await shop.chain.rpc("anvil_setCode", [other.address, confirmsOwnKey]);
    expect(await readWalletCode(chainId, other.address)).toBe("unknown");
    const delegated = await newKey(0n);
    await delegate(shop.chain, delegated, other.address);
    expect(await readWalletCode(chainId, delegated.address)).toBe("unknown");
    // The same proxy's code over something else.
    const proxy = await shop.chain.rpc<string>("eth_getCode", [wallet.address, "latest"]);
    const copy = await newKey(0n);
    await shop.chain.rpc("anvil_setCode", [copy.address, proxy]);
    await shop.chain.rpc("anvil_setStorageAt", [
      copy.address,
      `0x${"0".repeat(64)}`,
      `0x${other.address.slice(2).padStart(64, "0")}`,
    ]);
    expect(await readWalletCode(chainId, copy.address)).toBe("unknown");
  });
});

async function knownWallet<T extends TestAccount>(wallet: T): Promise<T> {
  expect(await readWalletCode(shop.chain.network.chainId, wallet.address)).toBe("known");
  return wallet;
}

/** A wallet whose signature brings its deployment, and whose money is gone once it is made. */
async function makeAndLeave(): Promise<string> {
  const wallet = await safe.newWallet();
  await shop.chain.fund(wallet.address, 1_000_000n);
  const { id } = await shop.sell();
  const { header } = await shop.sign(id, wallet.counterfactual());
  const unwatch = setInterval(() => void leaveOnceMade(wallet.address), 5);
  const outcome = await shop.buy(id, { payment: header }).finally(() => clearInterval(unwatch));
  return codeOf(outcome);
}

async function leaveOnceMade(address: `0x${string}`): Promise<void> {
  if ((await shop.chain.rpc<string>("eth_getCode", [address, "latest"])) === "0x") return;
  await shop.chain.rpc("anvil_setCode", [address, "0xfe"]);
}

/** Signs, and moves its money away while the settlement waits for its block. */
async function payAndRun(): Promise<string> {
  const key = await newKey();
  await shop.chain.rpc("anvil_setBalance", [key.address, "0xde0b6b3a7640000"]);
  const { id } = await shop.sell();
  const { header } = await shop.sign(id, key);
  await shop.chain.rpc("evm_setAutomine", [false]);
  const buying = shop.buy(id, { payment: header });
  const sent = untilSent(shop.chain, id).then(() => "sent" as const);
  sent.catch(() => {});
  if ((await Promise.race([buying, sent])) === "sent") await moveAway(key);
  await shop.chain.mine();
  const code = codeOf(await buying);
  await shop.chain.rpc("evm_setAutomine", [true]);
  return code;
}

async function moveAway(key: TestAccount): Promise<void> {
  const client = createWalletClient({ account: privateKeyToAccount(key.key), transport: http(shop.chain.rpcUrl) });
  await client.extend(publicActions).writeContract({
    chain: null,
    address: shop.chain.network.token.address,
    abi: usdcAbi,
    functionName: "transfer" as never,
    args: [shop.chain.accounts.stranger.address, 1_000_000n] as never,
    gas: 100_000n,
    maxFeePerGas: 50_000_000_000n,
    maxPriorityFeePerGas: 40_000_000_000n,
  });
}
