import { createWalletClient, http } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { openShop, type Shop } from "@/test/shop";
import type { SignedPayment } from "@/test/sign-payment";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

/** Sends an authorization to the chain without waiting for a block. */
async function broadcast({ authorization, signature }: SignedPayment): Promise<void> {
  const wallet = createWalletClient({ account: shop.chain.accounts.stranger, transport: http(shop.chain.rpcUrl) });
  const { from, to, value, validAfter, validBefore, nonce } = authorization as Record<string, `0x${string}`>;
  await wallet.writeContract({
    chain: null,
    address: shop.chain.network.token.address,
    abi: usdcAbi,
    functionName: "transferWithAuthorization",
    args: [from, to, BigInt(value ?? 0), BigInt(validAfter ?? 0), BigInt(validBefore ?? 0), nonce, signature] as never,
    gas: 200_000n,
  });
}

it("an authorization that is pending elsewhere opens no existing grant to somebody who saw it", async () => {
  const { id } = await shop.sell();
  expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
  const grants = await db().entitlement.count({ where: { productId: id } });
  // The payer pays somebody else's shop of the same seller the same price.
  const elsewhere = await shop.sign(id);
  await shop.chain.rpc("evm_setAutomine", [false]);
  await broadcast(elsewhere);
  expect(await shop.buy(id, { payment: elsewhere.header })).toMatchObject({ kind: "payment-known", paymentId: null });
  await shop.chain.rpc("evm_setAutomine", [true]);
  await shop.chain.mine();
  expect((await shop.buy(id, { payment: elsewhere.header })).kind).toBe("payment-known");
  expect(await db().entitlement.count({ where: { productId: id } })).toBe(grants);
  // One that nobody has seen does.
  expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
});
