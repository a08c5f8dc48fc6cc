import {
  concatHex,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  pad,
  parseAbi,
  publicActions,
  toHex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import type { TestAccount } from "@/test/chain";
import { paidFor } from "@/test/core";
import { confirmsOwnKey, delegate } from "@/test/delegate";
import type { SafeContracts } from "@/test/safe";
import { openSafeShop } from "@/test/safe-shop";
import type { Shop } from "@/test/shop";
import { declared, proveWallet } from "@/test/sign-in-with-x";
import { SPELLINGS, spell, withHighS } from "@/test/spellings";

const PRICE = 250_000n;
let shop: Shop;
let safe: SafeContracts;
beforeAll(async () => {
  process.env.SETTLEMENTS_PER_PAYER_PER_DAY = "0";
  process.env.SETTLEMENTS_PER_SELLER_PER_DAY = "0";
  ({ shop, safe } = await openSafeShop());
});
afterAll(() => shop?.close());

type Outcome = Awaited<ReturnType<Shop["buy"]>>;
const codeOf = (outcome: Outcome) => ("code" in outcome ? outcome.code : outcome.kind);
const detailOf = (outcome: Outcome) => ("detail" in outcome ? outcome.detail : undefined);
const sale = (fileId: string) => db().transfer.findFirst({ where: paidFor(fileId), orderBy: { id: "asc" } });

async function fundedSafe() {
  const wallet = await safe.newWallet();
  await shop.chain.fund(wallet.address, 1_000_000n);
  await wallet.deploy();
  return wallet;
}

/** Puts code at an address of its own. */
async function contract(code: Hex): Promise<Hex> {
  const { address } = await safe.newWallet();
  await shop.chain.rpc("anvil_setCode", [address, code]);
  return address;
}

async function delegatedKey(to: Hex): Promise<TestAccount> {
  const key = privateKeyToAccount(generatePrivateKey());
  await delegate(shop.chain, key, to);
  await shop.chain.fund(key.address, 1_000_000n);
  return { ...key, key: "0x" };
}

/** The same authorization with another signature. */
async function resign(fileId: string, payer: TestAccount, change: (signature: Hex) => Hex, identifier?: string) {
  const usual = await shop.sign(fileId, payer);
  const { authorization } = usual;
  return {
    ...(await shop.sign(fileId, payer, { authorization, signature: change(usual.signature), identifier })),
    usual,
  };
}

const inSeconds = (seconds: number) => String(Math.floor(Date.now() / 1_000) + seconds);

describe("a key's signature", () => {
  it.each(SPELLINGS)("pays in the spelling %s, and is stored and sent as r, s and 27 or 28", async (name) => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const { header, usual } = await resign(id, shop.chain.accounts.buyer, (signature) => spell(signature, name));
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
    expect((await shop.received()) - before).toBe(PRICE);
    expect((await sale(id))?.signature).toBe(usual.signature);
  });

  it("is one payment in all spellings: the identical request gets its answer again, another one a 409", async () => {
    const { id } = await shop.sell();
    const before = await shop.received();
    const buyer = shop.chain.accounts.buyer;
    const identifier = `pay_${generatePrivateKey().slice(2, 42)}`;
    const usual = await shop.sign(id, buyer, { identifier });
    expect(codeOf(await shop.buy(id, { payment: usual.header }))).toBe("granted");
    for (const name of SPELLINGS) {
      const bend = { authorization: usual.authorization, signature: spell(usual.signature, name) };
      const same = await shop.sign(id, buyer, { ...bend, identifier });
      expect([name, codeOf(await shop.buy(id, { payment: same.header }))]).toEqual([name, "granted"]);
      const bare = await shop.sign(id, buyer, bend);
      expect([name, codeOf(await shop.buy(id, { payment: bare.header }))]).toEqual([name, "payment_known"]);
    }
    expect((await shop.received()) - before).toBe(PRICE);
  });

  it("is refused with a high s, in words, as the token refuses it", async () => {
    const { id } = await shop.sell();
    const high = await resign(id, shop.chain.accounts.buyer, withHighS);
    const outcome = await shop.buy(id, { payment: high.header });
    expect(codeOf(outcome)).toBe("invalid_signature");
    expect(detailOf(outcome)).toMatch(/upper half/);
    expect(await sale(id)).toBeNull();
    await expect(shop.submit(high)).rejects.toThrow(/ECRecover: invalid signature 's' value/);
    expect(codeOf(await shop.buy(id, { payment: high.usual.header }))).toBe("granted");
  });

  it("is refused when it is empty, and the cause is named", async () => {
    const { id } = await shop.sell();
    const { header } = await resign(id, shop.chain.accounts.buyer, () => "0x");
    const outcome = await shop.buy(id, { payment: header });
    expect([codeOf(outcome), detailOf(outcome)]).toEqual(["invalid_signature", expect.stringMatching(/is empty/)]);
    expect(await sale(id)).toBeNull();
  });
});

describe("a Safe", () => {
  it("that signs on chain buys, is not charged twice, and opens the file again the same way", async () => {
    const { id } = await shop.sell();
    const wallet = (await fundedSafe()).onChain();
    const before = await shop.received();
    const paid = await shop.sign(id, wallet);
    expect(paid.signature).toBe("0x");
    expect(codeOf(await shop.buy(id, { payment: paid.header }))).toBe("granted");
    expect((await sale(id))?.signature).toBe("0x");
    expect(codeOf(await shop.buy(id, { payment: (await shop.sign(id, wallet)).header }))).toBe("granted");
    const asked = await shop.buy(id);
    if (asked.kind !== "payment-required") throw new Error(`no challenge but ${asked.kind}`);
    const signIn = await proveWallet(declared(asked.challenge.extensions), wallet);
    expect(codeOf(await shop.buy(id, { signIn }))).toBe("granted");
    expect((await shop.received()) - before).toBe(PRICE);
  });

  it("does not pay by an empty signature for what it has not approved", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedSafe();
    const { header } = await shop.sign(id, wallet, { signature: "0x" });
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("invalid_signature");
  });

  it.each(SPELLINGS)(
    "pays by its owner's signature in the spelling %s; stored as the Safe accepts it",
    async (name) => {
      const { id } = await shop.sell();
      const wallet = await fundedSafe();
      const { header, usual } = await resign(id, wallet, (signature) => spell(signature, name));
      expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
      expect((await sale(id))?.signature).toBe(usual.signature);
    },
  );

  it("reads v = 1 as an owner's approval on chain, and v = 31 or 32 as a signed text: both stay what they are", async () => {
    const { owner } = shop.chain.accounts;
    const wallet = await safe.newWallet(owner);
    await shop.chain.fund(wallet.address, 1_000_000n);
    await wallet.deploy();
    const client = createWalletClient({ account: owner, transport: http(shop.chain.rpcUrl) }).extend(publicActions);
    const approving = wallet.by(async (hash) => {
      const abi = parseAbi(["function approveHash(bytes32 hash)"]);
      const data = encodeFunctionData({ abi, args: [hash] });
      const sent = await client.sendTransaction({ chain: null, to: wallet.address, data });
      await client.waitForTransactionReceipt({ hash: sent, pollingInterval: 20 });
      return concatHex([pad(owner.address), pad("0x"), "0x01"]).toLowerCase() as Hex;
    });
    const texting = wallet.by(async (hash) => {
      const signature = await owner.signMessage({ message: { raw: hash } });
      return `${signature.slice(0, 130) as Hex}${(Number.parseInt(signature.slice(130), 16) + 4).toString(16)}`;
    });
    for (const signer of [approving, texting]) {
      const { id } = await shop.sell();
      const { header, signature } = await shop.sign(id, signer);
      expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
      expect((await sale(id))?.signature).toBe(signature);
    }
  });

  it("is stored without the deployment once it exists: wrapped or not is the identical request", async () => {
    const { id } = await shop.sell();
    const wallet = await fundedSafe();
    const identifier = `pay_${generatePrivateKey().slice(2, 42)}`;
    const wrapped = await shop.sign(id, wallet.counterfactual(), { identifier });
    expect(codeOf(await shop.buy(id, { payment: wrapped.header }))).toBe("granted");
    const bare = await shop.sign(id, wallet, { authorization: wrapped.authorization, identifier });
    expect((await sale(id))?.signature).toBe(bare.signature);
    expect(codeOf(await shop.buy(id, { payment: bare.header }))).toBe("granted");
  });

  it("has three days for its owners' signatures, a key has one", async () => {
    const { id } = await shop.sell();
    const ahead = (hours: number) => ({ authorization: { validBefore: inSeconds((hours * HOUR) / 1_000) } });
    const buy = async (payer: TestAccount | undefined, hours: number) =>
      codeOf(await shop.buy(id, { payment: (await shop.sign(id, payer, ahead(hours))).header }));
    expect(await buy(await fundedSafe(), 73)).toBe("authorization_too_long");
    expect(await buy(undefined, 25)).toBe("authorization_too_long");
    expect(await buy(await fundedSafe(), 71)).toBe("granted");
    expect(await buy(undefined, 23)).toBe("granted");
  });
});

describe("an account with a kind of signature of its own (ERC-1271)", () => {
  /** Confirms every signature of exactly so many bytes. */
  const confirmsLength = (bytes: number): Hex =>
    concatHex(["0x60443561", toHex(bytes, { size: 2 }), "0x14631626ba7e0260e01b5f5260205ff3"]);

  it.each([1, 64, 65, 66, 96, 3_000])("pays by %i bytes, which stay what they are", async (bytes) => {
    const { id } = await shop.sell();
    const from = await contract(confirmsLength(bytes));
    await shop.chain.fund(from, 1_000_000n);
    const signature: Hex = `0x${"a1".repeat(bytes)}`;
    const { header } = await shop.sign(id, undefined, { authorization: { from }, signature });
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
    expect((await sale(id))?.signature).toBe(signature);
  });
});

describe("a key that is delegated (EIP-7702)", () => {
  it("to code without ERC-1271 is told so by name; nothing is reserved", async () => {
    const { id } = await shop.sell();
    const key = await delegatedKey(safe.factory);
    const outcome = await shop.buy(id, { payment: (await shop.sign(id, key)).header });
    expect(codeOf(outcome)).toBe("wallet_unsupported");
    expect(detailOf(outcome)).toMatch(new RegExp(`delegated to the contract ${safe.factory} \\(EIP-7702\\)`, "i"));
    expect(await sale(id)).toBeNull();
  });

  it("is not told so for somebody else's signature", async () => {
    const { id } = await shop.sell();
    const key = await delegatedKey(safe.factory);
    const { signature } = await shop.sign(id, shop.chain.accounts.buyer);
    const { header } = await shop.sign(id, key, { signature });
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("invalid_signature");
  });

  it.each(SPELLINGS)("to code that confirms it pays in the spelling %s", async (name) => {
    const { id } = await shop.sell();
    const key = await delegatedKey(await contract(confirmsOwnKey));
    const { header, usual } = await resign(id, key, (signature) => spell(signature, name));
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
    expect((await sale(id))?.signature).toBe(usual.signature);
  });
});

describe("validAfter", () => {
  it.each([0, 3, 9])("in %i s is waited for, and settled once a block is after it", async (seconds) => {
    const { id } = await shop.sell();
    const validAfter = inSeconds(seconds);
    const { header } = await shop.sign(id, undefined, { authorization: { validAfter } });
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("granted");
    const { blockTime } = (await sale(id)) ?? {};
    expect(Number(blockTime) / 1_000).toBeGreaterThan(Number(validAfter));
  });

  it("later than that is refused at once", async () => {
    const { id } = await shop.sell();
    const began = performance.now();
    const { header } = await shop.sign(id, undefined, { authorization: { validAfter: inSeconds(30) } });
    expect(codeOf(await shop.buy(id, { payment: header }))).toBe("authorization_not_yet_valid");
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
