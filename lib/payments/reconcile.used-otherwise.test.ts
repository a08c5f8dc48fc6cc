import { createWalletClient, hashTypedData, http } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { paidFor, reconcilePayments } from "@/test/core";
import { forgetSettlement } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";
import type { SignedPayment } from "@/test/sign-payment";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

/** A real purchase of which the ledger then only knows that it was sent. */
async function forgotten(fileId: string, signed: SignedPayment, changes: { nonce?: string; anchor?: string }) {
  const outcome = await shop.buy(fileId, { payment: signed.header });
  if (outcome.kind !== "granted") throw new Error(`not granted: ${outcome.kind}`);
  await forgetSettlement(outcome.payment?.id ?? "", changes);
}

/** EIP-3009: the payer makes an authorization void. */
async function cancel(nonce: `0x${string}`): Promise<void> {
  const { token } = shop.chain.network;
  const { buyer, stranger } = shop.chain.accounts;
  const hash = hashTypedData({
    domain: {
      name: token.name,
      version: token.version,
      chainId: shop.chain.chainId,
      verifyingContract: token.address,
    },
    types: {
      CancelAuthorization: [
        { name: "authorizer", type: "address" },
        { name: "nonce", type: "bytes32" },
      ],
    },
    primaryType: "CancelAuthorization",
    message: { authorizer: buyer.address, nonce },
  });
  await createWalletClient({ account: stranger, transport: http(shop.chain.rpcUrl) }).writeContract({
    chain: null,
    address: token.address,
    abi: usdcAbi,
    functionName: "cancelAuthorization",
    args: [buyer.address, nonce, await buyer.sign({ hash })],
  });
  await shop.chain.mine();
}

const stateOf = async (fileId: string) =>
  db().transfer.findFirst({ where: paidFor(fileId), select: { state: true, reason: true } });

it("a transfer from before the reservation never opens anything, however exactly it matches", async () => {
  const { id } = await shop.sell();
  // As if somebody had presented this public, older authorization again, and the node had not shown that it was used.
  const anchor = String(Number(await shop.chain.rpc("eth_blockNumber", [])) + 1);
  await forgotten(id, await shop.sign(id), { anchor });
  await shop.chain.mine();
  await reconcilePayments(new Date());
  expect(await stateOf(id)).toEqual({ state: "failed", reason: "used_otherwise" });
  expect(await db().entitlement.count({ where: { productId: id } })).toBe(0);
});

it("an authorization that its payer cancelled has failed for good, and no transfer is made of it", async () => {
  const { id } = await shop.sell();
  const [paid, cancelled] = [await shop.sign(id), await shop.sign(id)];
  await forgotten(id, paid, { nonce: cancelled.nonce });
  await reconcilePayments(new Date());
  expect(await stateOf(id)).toMatchObject({ state: "unknown" });
  await cancel(cancelled.nonce);
  await reconcilePayments(new Date());
  expect(await stateOf(id)).toEqual({ state: "failed", reason: "cancelled" });
  expect(await db().entitlement.count({ where: { productId: id } })).toBe(0);
});
