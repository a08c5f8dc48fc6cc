import { encodeFunctionData, type Hex, parseAbi, parseEther, toHex } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { readWalletCode } from "@/lib/payment-methods/evm/chain/wallet-code";
import { resetSettings } from "@/lib/settings/settings";
import { deploySafeContracts, type SafeContracts, type SafeWallet } from "@/test/safe";
import { untilSent } from "@/test/sent";
import { openShop, type Shop } from "@/test/shop";
import type { SignedPayment } from "@/test/sign-payment";
import { GAS_OF_A_SETTLEMENT } from "./sales-left";

/** Wallets with widely used code, whose payers change something between the check and the block. */

let shop: Shop;
let safe: SafeContracts;
beforeAll(async () => {
  process.env.MAX_FEE_PER_GAS = "2";
  shop = await openShop();
  safe = await deploySafeContracts(shop.chain);
  resetSettings();
});
afterAll(async () => {
  delete process.env.MAX_FEE_PER_GAS;
  await shop?.close();
});

/** W in wei, by what the gas account gets here. */
const W = 20n * GAS_OF_A_SETTLEMENT * 2_000_000_000n;

async function gasBalance(): Promise<bigint> {
  return BigInt(await shop.chain.rpc<string>("eth_getBalance", [shop.chain.accounts.gas.address, "latest"]));
}

async function wallet(): Promise<SafeWallet> {
  const made = await safe.newWallet();
  await shop.chain.fund(made.address, 1_000_000n);
  await made.deploy();
  expect(await readWalletCode(shop.chain.network.chainId, made.address)).toBe("known");
  return made;
}

type Trick = (payer: SafeWallet, signed: SignedPayment) => Promise<{ to: Hex; data: Hex }>;

const ownersAbi = parseAbi(["function swapOwner(address before, address old, address owner)"]);
const tricks: Record<string, Trick> = {
  "its owner is removed": async ({ address, owner }) => {
    const args = ["0x0000000000000000000000000000000000000001", owner.address, shop.chain.accounts.stranger.address];
    return {
      to: address,
      data: encodeFunctionData({ abi: ownersAbi, functionName: "swapOwner", args: args as never }),
    };
  },
  "its money moves": async () => {
    const args = [shop.chain.accounts.stranger.address, 1_000_000n] as never;
    const data = encodeFunctionData({ abi: usdcAbi, functionName: "transfer" as never, args });
    return { to: shop.chain.network.token.address, data };
  },
  "its authorization is cancelled": async (payer, { nonce }) => {
    const { token, chainId } = shop.chain.network;
    const message = { authorizer: payer.address, nonce };
    const types = {
      CancelAuthorization: [
        { name: "authorizer", type: "address" },
        { name: "nonce", type: "bytes32" },
      ],
    };
    const domain = { name: token.name, version: token.version, chainId, verifyingContract: token.address };
    const document = { domain, types, primaryType: "CancelAuthorization", message } as const;
    const signature = await payer.signTypedData(document as never);
    const args = [payer.address, nonce, signature] as never;
    return { to: token.address, data: encodeFunctionData({ abi: usdcAbi, functionName: "cancelAuthorization", args }) };
  },
};

/** The wallet's own call, ahead of the settlement in the same block. Its code was asked for no signature: the node obeys. */
async function callAhead(from: Hex, call: { to: Hex; data: Hex }): Promise<void> {
  const fees = { maxFeePerGas: toHex(50n * 10n ** 9n), maxPriorityFeePerGas: toHex(40n * 10n ** 9n) };
  await shop.chain.rpc("anvil_setBalance", [from, toHex(parseEther("1"))]);
  await shop.chain.rpc("anvil_impersonateAccount", [from]);
  await shop.chain.rpc("eth_sendTransaction", [{ from, ...call, ...fees, gas: toHex(300_000) }]);
}

async function payAndTrick(trick: Trick): Promise<string> {
  const payer = await wallet();
  const { id } = await shop.sell();
  const signed = await shop.sign(id, payer);
  await shop.chain.rpc("evm_setAutomine", [false]);
  const buying = shop.buy(id, { payment: signed.header });
  const sent = untilSent(shop.chain, id).then(() => "sent" as const);
  sent.catch(() => {});
  if ((await Promise.race([buying, sent])) === "sent") await callAhead(payer.address, await trick(payer, signed));
  await shop.chain.mine();
  await shop.chain.rpc("evm_setAutomine", [true]);
  const outcome = await buying;
  return "code" in outcome ? outcome.code : outcome.kind;
}

it("cost the operator half of W at most, and honest wallets of the same code have bought meanwhile", async () => {
  await shop.chain.rpc("anvil_setBalance", [shop.chain.accounts.gas.address, toHex(20n * W)]);
  const before = await gasBalance();
  const reverted: Record<string, string> = {};
  for (const [name, trick] of Object.entries(tricks)) {
    reverted[name] = await payAndTrick(trick);
    const honest = await wallet();
    const { id } = await shop.sell();
    expect((await shop.buy(id, { payment: (await shop.sign(id, honest)).header })).kind).toBe("granted");
  }
  expect(reverted).toEqual(Object.fromEntries(Object.keys(tricks).map((name) => [name, "settlement-unknown"])));
  const rows = { where: { pool: "known", state: "reverted" } };
  expect(await db().gasTransaction.count(rows)).toBe(Object.keys(tricks).length);

  const said: string[] = [];
  const all = Object.values(tricks);
  for (let n = 0; n < 40 && said.at(-1) !== "settlements_spent"; n += 1) {
    said.push(await payAndTrick(all[n % all.length] as Trick));
  }
  expect(said.at(-1)).toBe("settlements_spent");
  const wasted = (await db().gasTransaction.findMany(rows)).reduce((sum, row) => sum + row.wasted, 0n);
  expect(wasted * 1_000_000_000n).toBeLessThanOrEqual(W / 2n);
  const honestOnes = BigInt(all.length) * 2n * GAS_OF_A_SETTLEMENT * 2_000_000_000n;
  expect(before - (await gasBalance())).toBeLessThanOrEqual(W / 2n + honestOnes);
}, 240_000);
