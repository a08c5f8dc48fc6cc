import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { releaseLeases } from "@/lib/payment-methods/evm/gas/lease";
import { resetSettings } from "@/lib/settings/settings";
import type { TestAccount } from "@/test/chain";
import { paidFor, reconcilePayments, tendGasTransactions } from "@/test/core";
import { confirmsOwnKey, delegate } from "@/test/delegate";
import { startHoldingNode } from "@/test/holding-node";
import { deploySafeContracts, type SafeContracts, type SafeWallet } from "@/test/safe";
import { untilSent } from "@/test/sent";
import { openShop, type Shop } from "@/test/shop";
import { declared, proveWallet } from "@/test/sign-in-with-x";
import { startProcess } from "@/test/spawn";

const PRICE = 250_000n;
let shop: Shop;
let safe: SafeContracts;
beforeAll(async () => {
  shop = await openShop();
  safe = await deploySafeContracts(shop.chain);
});
afterAll(() => shop?.close());
beforeEach(() => set("EIP6492_FACTORIES", safe.factory));
afterEach(async () => {
  for (const name of ["EIP6492_FACTORIES", "DEPLOYMENTS_PER_DAY"]) delete process.env[name];
  resetSettings();
  await releaseLeases();
});

function set(name: string, value: string): void {
  process.env[name] = value;
  resetSettings();
}

async function fundedWallet(dollars = 1n): Promise<SafeWallet> {
  const wallet = await safe.newWallet();
  await shop.chain.fund(wallet.address, dollars * 1_000_000n);
  return wallet;
}

async function codeAt(address: string): Promise<string> {
  return shop.chain.rpc<string>("eth_getCode", [address, "latest"]);
}

/** Puts code at its own address. */
async function contract(code: string): Promise<`0x${string}`> {
  const { address } = await safe.newWallet();
  await shop.chain.rpc("anvil_setCode", [address, code]);
  return address;
}

function codeOf(outcome: Awaited<ReturnType<Shop["buy"]>>): string {
  return "code" in outcome ? outcome.code : outcome.kind;
}

const later = (ms: number) => new Date(Date.now() + ms);
const sentFor = (fileId: string) =>
  db().gasTransaction.findMany({
    where: { transfer: { order: { productId: fileId } } },
    orderBy: { accountNonce: "asc" },
  });

/** A proof by the wallet for `SIGN-IN-WITH-X`. */
async function prove(fileId: string, wallet: TestAccount) {
  const outcome = await shop.buy(fileId);
  if (outcome.kind !== "payment-required") throw new Error(`no challenge but ${outcome.kind}`);
  return proveWallet(declared(outcome.challenge.extensions), wallet);
}

describe("a wallet that is deployed (ERC-1271)", () => {
  it("buys, is not charged when it signs again, and gets access again by its signature", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    await wallet.deploy();
    const before = await shop.received();
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id, wallet)).header }))).toBe("granted");
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id, wallet)).header }))).toBe("granted");
    expect(codeOf(await shop.buy(id, { signIn: await prove(id, wallet) }))).toBe("granted");
    expect((await shop.received()) - before).toBe(PRICE);
    expect((await sentFor(id)).map(({ kind }) => kind)).toEqual(["settlement"]);
  });

  it("buys with a signature that still brings its deployment, whose factory is not even called", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    await wallet.deploy();
    const header = (await shop.sign(id, wallet.counterfactual({ factory: await contract("0xfe") }))).header;
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
    expect((await sentFor(id)).map(({ kind }) => kind)).toEqual(["settlement"]);
  });

  it("does not pay by the signature of somebody else", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    await wallet.deploy();
    const { signature } = await shop.sign(id, await safe.newWallet());
    const { header } = await shop.sign(id, wallet, { signature });
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("invalid_signature");
  });
});

describe("a key whose address was handed to a contract (EIP-7702)", () => {
  async function delegatedKey(to: `0x${string}`) {
    const key = privateKeyToAccount(generatePrivateKey());
    await delegate(shop.chain, key, to);
    await shop.chain.fund(key.address, 1_000_000n);
    return { ...key, key: "0x" } as TestAccount;
  }

  it("buys by its plain signature where the contract confirms it, and comes back by it", async () => {
    const { id } = await shop.sell();
    const key = await delegatedKey(await contract(confirmsOwnKey));
    const before = await shop.received();
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id, key)).header }))).toBe("granted");
    expect(codeOf(await shop.buy(id, { signIn: await prove(id, key) }))).toBe("granted");
    expect((await shop.received()) - before).toBe(PRICE);
  });

  it("is refused if the contract does not, because the token asks only the contract; nothing is reserved", async () => {
    const { id } = await shop.sell();
    const key = await delegatedKey(safe.factory);
    const paid = await shop.sign(id, key);
    expect(codeOf(await shop.buy(id, { payment: paid.header }))).toBe("wallet_unsupported");
    await expect(shop.submit(paid)).rejects.toThrow(/FiatTokenV2: invalid signature/);
    expect(await db().transfer.count({ where: paidFor(id) })).toBe(0);
  });
});

describe("a wallet that is not deployed yet (ERC-6492)", () => {
  it("buys: it is made first, then pays; its signature opens the file on the payment's network", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    const before = await shop.received();
    const { header, nonce } = await shop.sign(id, wallet.counterfactual());
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
    expect(await codeAt(wallet.address)).not.toBe("0x");
    expect((await sentFor(id)).map(({ kind }) => kind)).toEqual(["deployment", "settlement"]);
    const held = { replayKey: { endsWith: `:${wallet.address.toLowerCase()}:${nonce}` } };
    expect(await db().hold.count({ where: held })).toBe(1);
    expect(codeOf(await shop.buy(id, { signIn: await prove(id, wallet) }))).toBe("granted");
    expect(codeOf(await shop.buy(id, { signIn: await prove(id, wallet.counterfactual()) }))).toBe("granted");
    expect((await shop.received()) - before).toBe(PRICE);
  });

  it("the same authorization with its signature wrapped or not is one purchase", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    const wrapped = await shop.sign(id, wallet.counterfactual());
    expect(codeOf(await shop.buy(id, { payment: wrapped.header }))).toBe("granted");
    const bare = await shop.sign(id, wallet, { authorization: wrapped.authorization });
    expect(bare.header).not.toBe(wrapped.header);
    expect(codeOf(await shop.buy(id, { payment: bare.header }))).toBe("payment_known");
    expect(codeOf(await shop.buy(id, { payment: wrapped.header }))).toBe("payment_known");
  });

  it("two presentations at once make one wallet's one payment", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    const before = await shop.received();
    const { header } = await shop.sign(id, wallet.counterfactual());
    const codes = (await Promise.all([1, 2, 3].map(() => shop.buy(id, { payment: header })))).map(codeOf);
    expect(codes.toSorted()).toEqual(["granted", "payment_known", "payment_known"]);
    expect((await shop.received()) - before).toBe(PRICE);
  });

  it("two files at once by one wallet: both are paid, whichever deployment was first", async () => {
    const [one, two] = [await shop.sell(), await shop.sell()];
    const wallet = await fundedWallet();
    const before = await shop.received();
    const headers = await Promise.all([one, two].map(({ id }) => shop.sign(id, wallet.counterfactual())));
    const bought = await Promise.all([
      shop.buy(one.id, { payment: headers[0]?.header }),
      shop.buy(two.id, { payment: headers[1]?.header }),
    ]);
    expect(bought.map(codeOf)).toEqual(["granted", "granted"]);
    expect((await shop.received()) - before).toBe(2n * PRICE);
  });

  it("an empty wallet is not deployed: the missing money is named, and the same signature works later", async () => {
    const { id } = await shop.sell();
    const wallet = await safe.newWallet();
    const { header } = await shop.sign(id, wallet.counterfactual());
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("insufficient_funds");
    expect(await codeAt(wallet.address)).toBe("0x");
    await shop.chain.fund(wallet.address, PRICE);
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
  });
});

describe("refusals of wallets that are not deployed", () => {
  async function expectNothing(fileId: string, wallet: SafeWallet) {
    expect(await codeAt(wallet.address)).toBe("0x");
    expect(await db().transfer.count({ where: paidFor(fileId) })).toBe(0);
    expect(await db().hold.count({ where: { productId: fileId } })).toBe(0);
    expect(await sentFor(fileId)).toEqual([]);
  }

  it("a factory that is not on the list is named and nothing is reserved; once it is listed the same signature pays", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    const { header } = await shop.sign(id, wallet.counterfactual());
    for (const list of ["none", `8453:${safe.factory}`, "0x00000000000000000000000000000000000000aa"]) {
      set("EIP6492_FACTORIES", list);
      const outcome = await shop.buy(id, { payment: header });
      expect(outcome).toMatchObject({ kind: "payment-rejected", code: "wallet_unsupported" });
      expect(outcome).toMatchObject({ detail: expect.stringContaining(safe.factory.toLowerCase()) });
      await expectNothing(id, wallet);
    }
    set("EIP6492_FACTORIES", `31337:${safe.factory}`);
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
  });

  it("a price below what making the wallet may cost; the same wallet pays it once it is there", async () => {
    const { id } = await shop.sell({ price: "0.08" });
    const wallet = await fundedWallet();
    const { header } = await shop.sign(id, wallet.counterfactual());
    const outcome = await shop.buy(id, { payment: header });
    expect(outcome).toMatchObject({ code: "wallet_unsupported", detail: expect.stringMatching(/from 0\.09 USDC on/) });
    await expectNothing(id, wallet);
    await wallet.deploy();
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
  });

  it("a signature by another than the owner", async () => {
    const { id } = await shop.sell();
    const [wallet, other] = [await fundedWallet(), await safe.newWallet()];
    const stolen = other.counterfactual(wallet);
    const { header } = await shop.sign(id, stolen, { authorization: { from: wallet.address } });
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("invalid_signature");
    await expectNothing(id, wallet);
  });

  it("a signature for another chain", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    const { header } = await shop.sign(id, wallet.counterfactual(), { domain: { chainId: 8453 } });
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("invalid_signature");
    await expectNothing(id, wallet);
  });

  it("factories that burn the gas, revert, do nothing, are empty, or make another wallet", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    const { factoryData: another } = await safe.newWallet();
    const ways = [
      { factory: await contract("0x5b5f56") },
      { factory: await contract("0x5f5ffd") },
      { factory: await contract("0x00") },
      { factory: shop.chain.accounts.owner.address },
      { factoryData: another },
      { factoryData: `${wallet.factoryData}${"00".repeat(2_000)}` as const },
    ];
    set("EIP6492_FACTORIES", [safe.factory, ...ways.flatMap(({ factory }) => factory ?? [])].join(" "));
    for (const way of ways) {
      const { header } = await shop.sign(id, wallet.counterfactual(way));
      expect([way, codeOf(await shop.buy(id, { payment: header }))]).toEqual([way, "wallet_unsupported"]);
      await expectNothing(id, wallet);
    }
  });

  it("a wrapper that cannot be read", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    for (const inner of ["", "00".repeat(7), "ff".repeat(96), `${"00".repeat(31)}20${"ff".repeat(64)}`]) {
      const { header } = await shop.sign(id, wallet, { signature: `0x${inner}${"6492".repeat(16)}` });
      expect([inner, codeOf(await shop.buy(id, { payment: header }))]).toEqual([inner, "invalid_signature"]);
    }
    await expectNothing(id, wallet);
  });

  it("an account that burns the gas it is asked with has said no", async () => {
    const { id } = await shop.sell();
    const address = await contract("0x5b5f56");
    const { header } = await shop.sign(id, await safe.newWallet(), { authorization: { from: address } });
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("invalid_signature");
  });
});

describe("what may go wrong between making the wallet and the payment", () => {
  it("a factory that behaves only while it is simulated costs one deployment; the payment fails and is free again", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    // Forwards the call to the real factory if gas has no price, which is so in simulations only.
    const liar = await contract(`0x3a602557365f5f375f5f365f5f73${safe.factory.slice(2)}5af1505b00`);
    set("EIP6492_FACTORIES", `${liar} ${safe.factory}`);
    const signed = await shop.sign(id, wallet.counterfactual({ factory: liar }));
    expect(codeOf(await shop.buy(id, { payment: signed.header }))).toBe("wallet_unsupported");
    expect((await sentFor(id)).map(({ kind }) => kind)).toEqual(["deployment"]);
    expect(await db().transfer.findMany({ where: paidFor(id) })).toMatchObject([{ state: "failed" }]);
    // The very same authorization by an honest factory.
    const { authorization } = signed;
    const honest = await shop.sign(id, wallet.counterfactual(), { authorization });
    expect(codeOf(await shop.buy(id, { payment: honest.header }))).toBe("granted");
  });

  it("a process that dies once the wallet is deployed: the payment is free again, and the retry continues from there", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    const before = await shop.received();
    // The deployment is passed on, the settlement is held back.
    const node = await startHoldingNode(shop.chain.rpcUrl, "eth_estimateGas", 1);
    const dying = startProcess("buy.ts", node.url);
    expect(await dying.line()).toBe("up");
    const { header } = await shop.sign(id, wallet.counterfactual());
    dying.tell(`${id} ${header}`);
    await node.held;
    dying.kill();
    await expect(dying.end()).rejects.toThrow();
    await node.stop();
    expect(await codeAt(wallet.address)).not.toBe("0x");
    expect(await db().transfer.findMany({ where: paidFor(id) })).toMatchObject([{ state: "settling" }]);
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("payment_known");
    await reconcilePayments(later(3 * MINUTE));
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
    expect((await sentFor(id)).map(({ kind }) => kind)).toEqual(["deployment", "settlement"]);
    expect((await shop.received()) - before).toBe(PRICE);
  }, 60_000);

  it("a process that dies before it broadcast the deployment: the retry waits for that one and sends no other", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    const node = await startHoldingNode(shop.chain.rpcUrl, "eth_sendRawTransaction");
    const dying = startProcess("buy.ts", node.url);
    expect(await dying.line()).toBe("up");
    const { header } = await shop.sign(id, wallet.counterfactual());
    dying.tell(`${id} ${header}`);
    await node.held;
    dying.kill();
    await expect(dying.end()).rejects.toThrow();
    await node.stop();
    expect(await codeAt(wallet.address)).toBe("0x");
    await reconcilePayments(later(3 * MINUTE));
    const buying = shop.buy(id, { payment: header });
    await expect.poll(() => db().transfer.count({ where: { ...paidFor(id), state: "settling" } })).toBe(1);
    await tendGasTransactions(later(SECOND));
    expect(codeOf(await buying)).toBe("granted");
    expect((await sentFor(id)).map(({ kind }) => kind)).toEqual(["deployment", "settlement"]);
  }, 60_000);

  it("somebody else deploys the wallet first: ours fails in its block, and the payment continues", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    const { header } = await shop.sign(id, wallet.counterfactual());
    await shop.chain.rpc("evm_setAutomine", [false]);
    const buying = shop.buy(id, { payment: header });
    const { hash } = await untilSent(shop.chain, id);
    await shop.chain.rpc("anvil_dropTransaction", [hash]);
    const deploying = wallet.deploy();
    await expect.poll(() => shop.chain.rpc("txpool_status")).toMatchObject({ pending: "0x1" });
    await shop.chain.mine();
    await deploying;
    await shop.chain.rpc("evm_setAutomine", [true]);
    await tendGasTransactions(later(SECOND));
    expect(codeOf(await buying)).toBe("granted");
    await tendGasTransactions(new Date());
    expect((await sentFor(id)).map(({ kind, state }) => [kind, state])).toEqual([
      ["deployment", "reverted"],
      ["settlement", "mined"],
    ]);
  });

  it("somebody else settles while the wallet is being made: money moved, so nothing is free; its payer gets the file", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedWallet();
    const signed = await shop.sign(id, wallet.counterfactual());
    const bare = await shop.sign(id, wallet, { authorization: signed.authorization });
    await shop.chain.rpc("evm_setAutomine", [false]);
    const buying = shop.buy(id, { payment: signed.header });
    const { hash } = await untilSent(shop.chain, id);
    await shop.chain.rpc("anvil_dropTransaction", [hash]);
    await shop.chain.rpc("evm_setAutomine", [true]);
    await wallet.deploy();
    await shop.submit(bare);
    await tendGasTransactions(later(SECOND));
    expect(codeOf(await buying)).toBe("settlement-unknown");
    await reconcilePayments(later(3 * MINUTE));
    expect(await db().transfer.findMany({ where: paidFor(id) })).toMatchObject([
      { state: "settled", reason: "settled_by_another" },
    ]);
    expect(codeOf(await shop.buy(id, { signIn: await prove(id, wallet) }))).toBe("granted");
    expect((await sentFor(id)).map(({ kind }) => kind)).toEqual(["deployment"]);
  });

  it("deployments have a budget of their own; a spent one hands nothing out and keeps no plain sale", async () => {
    const { id } = await shop.sell();
    // A limit of 0 means none, so that there has to be one to count.
    const first = await shop.sign(id, (await fundedWallet()).counterfactual());
    expect(codeOf(await shop.buy(id, { payment: first.header }))).toBe("granted");
    const made = await db().gasTransaction.count({ where: { kind: "deployment" } });
    set("DEPLOYMENTS_PER_DAY", String(made));
    const wallet = await fundedWallet();
    const { header } = await shop.sign(id, wallet.counterfactual());
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("settlements_spent");
    expect(await codeAt(wallet.address)).toBe("0x");
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id)).header }))).toBe("granted");
    set("DEPLOYMENTS_PER_DAY", String(made + 1));
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
  });
});
