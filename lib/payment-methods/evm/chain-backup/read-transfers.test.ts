import {
  concatHex,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  multicall3Abi,
  publicActions,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { MULTICALL3_ADDRESS } from "@/lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { derivedKey } from "@/lib/settings/derived-key";
import type { TestAccount } from "@/test/chain";
import { startHookedNode } from "@/test/hooked-node";
import { openShop, type Shop } from "@/test/shop";
import { startWeakNode } from "@/test/weak-node";
import { findReceived } from "./find-received";
import { findSent, StateUnreadable } from "./find-sent";
import { nameOffers } from "./name-offers";
import { nonceForOffer } from "./offer-nonce";
import { type ChainTransfer, readTransfers } from "./read-transfers";
import { MARK, sealSale } from "./sale-mark";

/** What the chain alone tells of a shop's sales: to several buyers, of two files, one of which was replaced. */

type Sold = { payer: string; offer: { id: string; version: number }; transaction: string };
const sold: Sold[] = [];
let shop: Shop;
let files: { id: string }[];

beforeAll(async () => {
  shop = await openShop();
  files = [await shop.sell(), await shop.sell()];
  for (const { id } of files) for (let buyer = 0; buyer < 2; buyer += 1) sold.push(await sell(id));
  await shop.replace(files[1]?.id ?? "", "new-buyers");
  sold.push(await sell(files[1]?.id ?? ""));
});
afterAll(() => shop?.close());

async function newBuyer(): Promise<TestAccount> {
  const key = generatePrivateKey();
  const account = privateKeyToAccount(key);
  await shop.chain.fund(account.address, 1_000_000n);
  return { ...account, key };
}

async function termsOf(fileId: string) {
  return db().terms.findFirstOrThrow({ where: { fileId, until: null }, include: { version: true } });
}

/** With a nonce that names the offer, as the page chooses it. */
async function sell(fileId: string): Promise<Sold> {
  const { id, version } = await termsOf(fileId);
  const buyer = await newBuyer();
  const nonce = nonceForOffer(id, crypto.getRandomValues(new Uint8Array(16)));
  const outcome = await shop.buy(fileId, {
    payment: (await shop.sign(fileId, buyer, { authorization: { nonce } })).header,
  });
  if (outcome.kind !== "granted" || !outcome.payment?.transaction) throw new Error(outcome.kind);
  const { transaction } = outcome.payment;
  return { payer: buyer.address.toLowerCase(), offer: { id, version: version.number }, transaction };
}

const clientAt = (url: string) => createPublicClient({ transport: http(url, { retryCount: 0 }), cacheTime: 0 });
const ours = () => derivedKey("chain backup");
type Asked = { keys?: Buffer[]; candidates?: string[] };

function readAll(hashes: readonly Hex[], { keys = [ours()], candidates = [] }: Asked = {}): Promise<ChainTransfer[]> {
  const reading = { client: clientAt(shop.chain.rpcUrl), network: shop.chain.network, keys, candidates };
  return Promise.all(hashes.map((hash) => readTransfers(reading, hash))).then((all) => all.flat());
}

async function range() {
  return { fromBlock: 0n, toBlock: await clientAt(shop.chain.rpcUrl).getBlockNumber() };
}

async function sent(): Promise<Hex[]> {
  const { gas } = shop.chain.accounts;
  return (await findSent(clientAt(shop.chain.rpcUrl), gas.address, await range())).transactions;
}

describe("the chain alone", () => {
  it("tells buyer, offer and version of each sale, in order, from the gas account's transactions", async () => {
    const found = await readAll(await sent());
    const { seller, gas } = shop.chain.accounts;
    expect(found).toHaveLength(sold.length);
    for (const [at, one] of found.entries()) {
      expect(one).toMatchObject({ ...sold[at], amount: 250_000n, named: sold[at]?.offer.id });
      expect([one.payTo, one.sender]).toEqual([seller.address.toLowerCase(), gas.address.toLowerCase()]);
      expect(Math.abs(one.time.getTime() - Date.now())).toBeLessThan(600_000);
    }
  });

  it("tells the same from the transfers to the payout address, on a node without old states and with few logs at once", async () => {
    const weak = await startWeakNode(shop.chain.rpcUrl, { span: 3 });
    const { network, accounts } = shop.chain;
    const hashes = await findReceived(clientAt(weak.url), network, [accounts.seller.address], await range());
    await weak.stop();
    expect(weak.counts().refused).toBeGreaterThan(0);
    expect((await readAll(hashes)).map(({ payer, offer, transaction }) => ({ payer, offer, transaction }))).toEqual(
      sold,
    );
    const nobody = accounts.stranger.address;
    expect(await findReceived(clientAt(shop.chain.rpcUrl), network, [nobody], await range())).toEqual([]);
  });

  it("is not guessed at by a node that has no old states", async () => {
    const node = await startHookedNode(shop.chain.rpcUrl, async ({ method, params }) => {
      if (method === "eth_getTransactionCount" && Number(params[1]) < 20) throw new Error("missing trie node");
    });
    const asked = findSent(clientAt(node.url), shop.chain.accounts.gas.address, await range());
    await expect(asked).rejects.toBeInstanceOf(StateUnreadable);
    await node.stop();
  });

  it("tells the offer by the buyer's nonce where no mark can be opened", async () => {
    const candidates = [newId(), ...sold.map(({ offer }) => offer.id)];
    const found = await readAll(await sent(), { keys: [Buffer.alloc(32)], candidates });
    expect(found.map(({ offer, hasClosedMark, named }) => ({ offer, hasClosedMark, named }))).toEqual(
      sold.map(({ offer }) => ({ offer: null, hasClosedMark: true, named: offer.id })),
    );
    const unknown = await readAll(await sent(), { keys: [Buffer.alloc(32)] });
    expect(unknown.every(({ named }) => named === null)).toBe(true);
  });

  it("opens marks of an older secret beside those of the present one", async () => {
    const found = await readAll(await sent(), { keys: [derivedKey("chain backup", "another secret"), ours()] });
    expect(found.map(({ offer }) => offer)).toEqual(sold.map(({ offer }) => offer));
  });

  it("does not tell files; a database that knows the offers does", async () => {
    const names = await nameOffers(sold.map(({ offer }) => offer.id).concat(newId()));
    expect([...names.values()].map(({ fileId }) => fileId).sort()).toEqual(
      [files[0], files[1], files[1]].map((file) => file?.id).sort(),
    );
  });
});

describe("what is no sale of this shop", () => {
  /** Sends a buyer's authorization from another account, with bytes after the call. */
  async function sendBy(account: TestAccount, trailer: Hex): Promise<{ hash: Hex; payer: string }> {
    const buyer = await newBuyer();
    const signed = await shop.sign(files[0]?.id ?? "", buyer);
    const client = createWalletClient({ account, transport: http(shop.chain.rpcUrl) }).extend(publicActions);
    const call = { to: shop.chain.network.token.address, data: concatHex([callOf(signed), trailer]) };
    const hash = await client.sendTransaction({ chain: null, ...call });
    await client.waitForTransactionReceipt({ hash, pollingInterval: 20 });
    return { hash, payer: buyer.address.toLowerCase() };
  }

  function argsOf({ authorization, signature }: Awaited<ReturnType<Shop["sign"]>>) {
    const { from, to, value, validAfter, validBefore, nonce } = authorization;
    const numbers = [value, validAfter, validBefore].map(BigInt) as [bigint, bigint, bigint];
    return [from as Hex, to as Hex, ...numbers, nonce as Hex, signature] as const;
  }

  function callOf(signed: Awaited<ReturnType<Shop["sign"]>>): Hex {
    return encodeFunctionData({ abi: usdcAbi, functionName: "transferWithAuthorization", args: argsOf(signed) });
  }

  it("has no mark, or one that does not open: the mark of another sale is worth nothing", async () => {
    const [first] = sold;
    const { input } = await clientAt(shop.chain.rpcUrl).getTransaction({ hash: first?.transaction as Hex });
    const copied = `0x${input.slice(-2 * MARK)}` as const;
    const { stranger } = shop.chain.accounts;
    const rows: [Hex, boolean][] = [
      ["0x", false],
      ["0x1234", false],
      [copied, true],
      [concatHex([copied, "0x00"]), true],
    ];
    for (const [trailer, hasClosedMark] of rows) {
      const { hash, payer } = await sendBy(stranger, trailer);
      const [one, ...others] = await readAll([hash]);
      expect([trailer, one, others]).toMatchObject([trailer, { payer, offer: null, hasClosedMark, named: null }, []]);
      expect(one?.sender).toBe(stranger.address.toLowerCase());
    }
  });

  it("is told apart in a transaction with several: each has its own transfer, and the mark opens for its own only", async () => {
    const { address } = shop.chain.network.token;
    const buyers = [await newBuyer(), await newBuyer()];
    const prices = [250_000n, 100n];
    const signed = await Promise.all(
      buyers.map((buyer, at) => shop.sign(files[0]?.id ?? "", buyer, { authorization: { value: String(prices[at]) } })),
    );
    const offer = { id: newId(), version: 7 };
    const authorizations = signed.map(({ authorization: { from: payer, nonce } }) => ({
      network: "eip155:31337",
      token: address,
      payer,
      nonce,
    }));
    const [, second] = authorizations;
    const mark = second && sealSale(ours(), second, offer);
    const client = createWalletClient({ account: shop.chain.accounts.stranger, transport: http(shop.chain.rpcUrl) });
    const hash = await client.writeContract({
      chain: null,
      address: MULTICALL3_ADDRESS,
      abi: multicall3Abi,
      functionName: "aggregate3",
      args: [signed.map((one) => ({ target: address, callData: callOf(one), allowFailure: false }))],
      dataSuffix: mark ?? "0x",
    });
    await shop.chain.mine();
    expect(await readAll([hash])).toMatchObject([
      { payer: buyers[0]?.address.toLowerCase(), amount: 250_000n, offer: null, hasClosedMark: false },
      { payer: buyers[1]?.address.toLowerCase(), amount: 100n, offer, hasClosedMark: false },
    ]);
  });

  it("is not listed when it moved nothing: plain transfers, calls that reverted, other transactions", async () => {
    const { stranger, seller, gas } = shop.chain.accounts;
    const client = createWalletClient({ account: stranger, transport: http(shop.chain.rpcUrl) }).extend(publicActions);
    const { input } = await client.getTransaction({ hash: sold[0]?.transaction as Hex });
    await shop.chain.fund(stranger.address, 5n);
    const token = shop.chain.network.token.address;
    const hashes = [
      await client.sendTransaction({ chain: null, to: token, data: input, gas: 200_000n }),
      await client.sendTransaction({ chain: null, to: gas.address, value: 1n }),
      await client.writeContract({
        chain: null,
        address: token,
        abi: usdcAbi,
        functionName: "transfer",
        args: [seller.address, 5n],
      } as never),
    ];
    for (const hash of hashes) await client.waitForTransactionReceipt({ hash, pollingInterval: 20 });
    expect(await readAll(hashes)).toEqual([]);
  });
});
