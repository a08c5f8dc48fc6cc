import { createWalletClient, encodeFunctionData, http, multicall3Abi } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { MULTICALL3_ADDRESS } from "@/lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { openShop, type Shop } from "@/test/shop";
import type { SignedPayment } from "@/test/sign-payment";
import { proveTransfer, type SignedTransfer } from "./prove-transfer";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

/** Executes authorizations one after the other inside one transaction, as anyone who has seen them can. */
async function executeTogether(authorizations: SignedPayment[]): Promise<`0x${string}`> {
  const { token } = shop.chain.network;
  const wallet = createWalletClient({ account: shop.chain.accounts.stranger, transport: http(shop.chain.rpcUrl) });
  const calls = authorizations.map(({ authorization, signature }) => {
    const { from, to, value, validAfter, validBefore, nonce } = authorization;
    const args = [from, to, BigInt(value), BigInt(validAfter), BigInt(validBefore), nonce, signature] as never;
    return {
      target: token.address,
      callData: encodeFunctionData({ abi: usdcAbi, functionName: "transferWithAuthorization", args }),
    };
  });
  const hash = await wallet.writeContract({
    chain: null,
    address: MULTICALL3_ADDRESS,
    abi: multicall3Abi,
    functionName: "aggregate3",
    args: [calls.map((call) => ({ ...call, allowFailure: false }))],
  });
  await shop.chain.mine();
  return hash;
}

function asked({ authorization }: SignedPayment): SignedTransfer {
  const { from, to, value, nonce } = authorization;
  const token = shop.chain.network.token.address.toLowerCase();
  return { token, payer: from.toLowerCase(), payTo: to.toLowerCase(), amount: value, nonce: nonce.toLowerCase() };
}

const read = (transfer: SignedTransfer, transaction: `0x${string}`) =>
  proveTransfer(publicClient(shop.chain.chainId), transfer, transaction);

it("a transfer beside it in the same transaction proves nothing for an authorization that paid somebody else", async () => {
  const { id } = await shop.sell();
  const { buyer } = shop.chain.accounts;
  const genuine = await shop.sign(id);
  const shown = await shop.sign(id);
  // The payer signs the nonce that was shown to the shop once more, now to himself, and executes that.
  const toHimself = { authorization: { to: buyer.address, nonce: shown.nonce } };
  const selfPaid = await shop.sign(id, buyer, toHimself);
  const transaction = await executeTogether([selfPaid, genuine]);
  expect(await read(asked(genuine), transaction)).toMatchObject({ transaction });
  expect(await read(asked(shown), transaction)).toBeNull();
});

it("each of two authorizations in one transaction is proven by a log of its own", async () => {
  const { id } = await shop.sell();
  const both = [await shop.sign(id), await shop.sign(id)];
  const transaction = await executeTogether(both);
  const proofs = await Promise.all(both.map((one) => read(asked(one), transaction)));
  const logs = proofs.map((proof) => (proof && proof !== "not-found" ? proof.position : null));
  expect(logs).not.toContain(null);
  expect(new Set(logs).size).toBe(2);
});

it("another amount, payee or token than was signed for proves nothing", async () => {
  const { id } = await shop.sell();
  const signed = await shop.sign(id);
  const transaction = await executeTogether([signed]);
  const transfer = asked(signed);
  expect(await read(transfer, transaction)).toMatchObject({ transaction });
  expect(await read({ ...transfer, amount: "250001" }, transaction)).toBeNull();
  expect(await read({ ...transfer, payTo: `0x${"22".repeat(20)}` }, transaction)).toBeNull();
  expect(await read({ ...transfer, token: `0x${"33".repeat(20)}` }, transaction)).toBeNull();
});
