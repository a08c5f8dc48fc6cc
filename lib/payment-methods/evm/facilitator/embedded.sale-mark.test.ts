import {
  createWalletClient,
  decodeFunctionData,
  encodeFunctionData,
  type Hex,
  http,
  parseSignature,
  publicActions,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { MARK, openSale } from "@/lib/payment-methods/evm/chain-backup/sale-mark";
import { releaseLeases } from "@/lib/payment-methods/evm/gas/lease";
import { STUCK_AFTER } from "@/lib/payment-methods/evm/gas/replace-stuck";
import { derivedKey } from "@/lib/settings/derived-key";
import type { TestAccount } from "@/test/chain";
import { paidFor, tendGasTransactions } from "@/test/core";
import type { SafeContracts } from "@/test/safe";
import { openSafeShop } from "@/test/safe-shop";
import { untilSent } from "@/test/sent";
import type { Shop } from "@/test/shop";
import { type SignedPayment, signTransfer } from "@/test/sign-payment";

/** Settlements on Circle's own code: what follows their calls, and that it changes nothing. */

const PRICE = 250_000n;
let shop: Shop;
let safe: SafeContracts;
beforeAll(async () => {
  ({ shop, safe } = await openSafeShop());
});
afterAll(() => shop?.close());
afterEach(() => releaseLeases());

/** `transferWithAuthorization` with v, r, s, and with a signature of bytes. */
const BY_PARTS = "0xe3ee160e";
const BY_BYTES = "0xcf092995";

async function funded<Account extends { address: Hex }>(account: Account): Promise<Account> {
  await shop.chain.fund(account.address, 2n * PRICE);
  return account;
}

async function newKey(): Promise<TestAccount> {
  const key = generatePrivateKey();
  return funded({ ...privateKeyToAccount(key), key });
}

/** A contract that confirms every signature (ERC-1271). */
async function newYesSayer(): Promise<TestAccount> {
  const { address } = await safe.newWallet();
  await shop.chain.rpc("anvil_setCode", [address, "0x631626ba7e60e01b60005260206000f3"]);
  return funded({ address } as TestAccount);
}

const sentFor = (fileId: string) =>
  db().gasTransaction.findMany({
    where: { transfer: paidFor(fileId) },
    orderBy: [{ createdAt: "asc" }, { attempt: "asc" }],
  });
const termsOf = (fileId: string) => db().terms.findFirstOrThrow({ where: { fileId, until: null } });
const inBlock = async (hash: string) =>
  (await shop.chain.rpc<{ input: Hex }>("eth_getTransactionByHash", [hash])).input;

/** What the mark after the call says. */
function open(data: string, payer: string, nonce: string) {
  const signed = { network: "eip155:31337", token: shop.chain.network.token.address, payer, nonce };
  return openSale(derivedKey("chain backup"), signed, data);
}

async function buy(fileId: string, paid: SignedPayment) {
  const outcome = await shop.buy(fileId, { payment: paid.header });
  if (outcome.kind !== "granted") throw new Error(`not granted but ${outcome.kind}`);
  return outcome;
}

describe("a settlement by our own gas account", () => {
  const payers: [string, string, () => Promise<TestAccount>, string | undefined][] = [
    ["a plain key", BY_PARTS, newKey, undefined],
    [
      "a deployed Safe (ERC-1271)",
      BY_PARTS,
      async () => {
        const wallet = await funded(await safe.newWallet());
        await wallet.deploy();
        return wallet;
      },
      undefined,
    ],
    [
      "a Safe that is deployed for it (ERC-6492)",
      BY_PARTS,
      async () => (await funded(await safe.newWallet())).counterfactual(),
      undefined,
    ],
    ["a contract whose signature is longer than a key's (ERC-1271)", BY_BYTES, newYesSayer, `0x${"5a".repeat(97)}`],
  ];
  it.each(payers)("by %s carries the offer, sealed, after its call (%s)", async (_, selector, newPayer, signature) => {
    const { id } = await shop.sell();
    await shop.replace(id, "new-buyers");
    const payer = await newPayer();
    const before = await shop.received();
    const paid = await shop.sign(id, payer, signature ? { signature } : {});
    const { payment } = await buy(id, paid);
    expect((await shop.received()) - before).toBe(PRICE);

    const input = await inBlock(payment?.transaction ?? "");
    expect(input.slice(0, 10)).toBe(selector);
    const terms = await termsOf(id);
    expect(open(input, payer.address, paid.nonce)).toEqual({ id: terms.id, version: 2 });
    const { functionName, args } = decodeFunctionData({ abi: usdcAbi, data: input });
    const call = encodeFunctionData({ abi: usdcAbi, functionName, args } as Parameters<typeof encodeFunctionData>[0]);
    expect(input.startsWith(call)).toBe(true);
    expect(input).toHaveLength(call.length + 2 * MARK);
    // Nobody reads there what was bought.
    expect(input).not.toContain(Buffer.from(terms.id).toString("hex"));
    const deployments = (await sentFor(id)).filter(({ kind }) => kind === "deployment");
    for (const { data } of deployments) expect(open(data, payer.address, paid.nonce)).toBeNull();
  });

  it("keeps its mark when it is replaced by one with a higher fee", async () => {
    const { id } = await shop.sell();
    const payer = await newKey();
    const paid = await shop.sign(id, payer);
    await shop.chain.rpc("evm_setAutomine", [false]);
    const buying = buy(id, paid);
    await untilSent(shop.chain, id);
    await tendGasTransactions(new Date(Date.now() + STUCK_AFTER + SECOND));
    await shop.chain.mine();
    await shop.chain.rpc("evm_setAutomine", [true]);
    const { payment } = await buying;
    const sent = await sentFor(id);
    expect(sent.map(({ attempt }) => attempt)).toEqual([0, 1]);
    expect(payment?.transaction).toBe(sent[1]?.hash);
    const input = await inBlock(payment?.transaction ?? "");
    expect(open(input, payer.address, paid.nonce)).toEqual({ id: (await termsOf(id)).id, version: 1 });
  });

  it("keeps its mark when it is sent again after another program took its account nonce", async () => {
    const { id } = await shop.sell();
    const payer = await newKey();
    const paid = await shop.sign(id, payer);
    await shop.chain.rpc("evm_setAutomine", [false]);
    const buying = buy(id, paid);
    const { accountNonce } = await untilSent(shop.chain, id);
    const { gas } = shop.chain.accounts;
    const fees = { maxFeePerGas: 90n * 10n ** 9n, maxPriorityFeePerGas: 50n * 10n ** 9n };
    const stranger = { type: "eip1559", chainId: 31337, to: gas.address, gas: 21_000n, nonce: accountNonce } as const;
    await shop.chain.rpc("eth_sendRawTransaction", [await gas.signTransaction({ ...stranger, ...fees })]);
    await shop.chain.mine();
    await shop.chain.rpc("evm_setAutomine", [true]);
    const again = async () => {
      await tendGasTransactions(new Date());
      await shop.chain.mine();
      return (await sentFor(id)).length;
    };
    await expect.poll(again, { timeout: 20_000 }).toBe(2);
    const { payment } = await buying;
    const [lost, sent] = await sentFor(id);
    expect([lost?.state, sent?.data]).toEqual(["superseded", lost?.data]);
    const input = await inBlock(payment?.transaction ?? "");
    expect(open(input, payer.address, paid.nonce)).toEqual({ id: (await termsOf(id)).id, version: 1 });
  });

  it("is sent without a mark where the offer does not fit into one: the sale takes place all the same", async () => {
    const { id } = await shop.sell();
    await db().terms.updateMany({ where: { fileId: id }, data: { id: "z".repeat(22) } });
    const payer = await newKey();
    const { payment } = await buy(id, await shop.sign(id, payer));
    const input = await inBlock(payment?.transaction ?? "");
    const { functionName, args } = decodeFunctionData({ abi: usdcAbi, data: input });
    expect(input).toBe(
      encodeFunctionData({ abi: usdcAbi, functionName, args } as Parameters<typeof encodeFunctionData>[0]),
    );
  });
});

describe("Circle's code", () => {
  /** Calls the token with a mark after the call, as anybody may. */
  async function transfer(payer: TestAccount, by: (signature: Hex) => unknown[]) {
    const { token } = shop.chain.network;
    const authorization = {
      from: payer.address,
      to: shop.chain.accounts.seller.address,
      value: String(PRICE),
      validAfter: "0",
      validBefore: String(2 ** 40),
      nonce: generatePrivateKey(),
    };
    const domain = { name: token.name, version: token.version, chainId: 31337, verifyingContract: token.address };
    const signature = await signTransfer(payer, domain, authorization);
    const { from, to, nonce } = authorization;
    const args = [from, to, PRICE, 0n, BigInt(2 ** 40), nonce, ...by(signature)];
    const call = encodeFunctionData({ abi: usdcAbi, functionName: "transferWithAuthorization", args: args as never });
    const mark = `${"fe".repeat(MARK)}` as const;
    const client = createWalletClient({
      account: shop.chain.accounts.stranger,
      transport: http(shop.chain.rpcUrl),
    }).extend(publicActions);
    const hash = await client.sendTransaction({ chain: null, to: token.address, data: `${call}${mark}` });
    const { status } = await client.waitForTransactionReceipt({ hash, pollingInterval: 20 });
    return { status, selector: call.slice(0, 10) };
  }
  const parts = (signature: Hex) => {
    const { r, s, v, yParity } = parseSignature(signature);
    return [Number(v ?? 27 + yParity), r, s];
  };

  it.each([
    ["v, r, s", BY_PARTS, parts],
    ["bytes", BY_BYTES, (signature: Hex) => [signature]],
  ] as const)("ignores what follows a call by %s, of a key and of a Safe", async (_, selector, by) => {
    const wallet = await funded(await safe.newWallet());
    await wallet.deploy();
    for (const payer of [await newKey(), wallet]) {
      expect(await transfer(payer, by)).toEqual({ status: "success", selector });
      expect(await shop.chain.usdcBalance(payer.address)).toBe(PRICE);
    }
  });
});
