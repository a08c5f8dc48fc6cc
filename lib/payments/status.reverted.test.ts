import { createWalletClient, http, parseGwei } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { outcomeError } from "@/lib/shop/doors/outcome-headers";
import { readPaymentStatus } from "@/lib/shop/doors/payment-status";
import { paidFor, reconcilePayments, setState } from "@/test/core";
import { untilSent } from "@/test/sent";
import { openShop, type Shop } from "@/test/shop";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

/** Spends the payer's money in the block of the settlement, before it. */
async function spendFirst(payer: ReturnType<typeof privateKeyToAccount>, amount: bigint): Promise<void> {
  const wallet = createWalletClient({ account: payer, transport: http(shop.chain.rpcUrl) });
  const { address } = shop.chain.network.token;
  await wallet.writeContract({
    chain: null,
    address,
    abi: [
      {
        type: "function",
        name: "transfer",
        stateMutability: "nonpayable",
        inputs: [{ type: "address" }, { type: "uint256" }],
        outputs: [{ type: "bool" }],
      },
    ] as const,
    functionName: "transfer",
    args: [shop.chain.accounts.owner.address, amount],
    gas: 100_000n,
    maxPriorityFeePerGas: parseGwei("50"),
    maxFeePerGas: parseGwei("90"),
  });
}

it("a transaction that failed on chain leaves the payment open, and every answer says when it will be over", async () => {
  const key = generatePrivateKey();
  const payer = { ...privateKeyToAccount(key), key };
  await shop.chain.fund(payer.address, 250_000n);
  await shop.chain.rpc("anvil_setBalance", [payer.address, "0xde0b6b3a7640000"]);
  const { id } = await shop.sell();
  const signed = await shop.sign(id, payer);
  await shop.chain.rpc("evm_setAutomine", [false]);
  const buying = shop.buy(id, { payment: signed.header });
  await untilSent(shop.chain, id);
  await spendFirst(payer, 250_000n);
  await shop.chain.mine();
  await shop.chain.rpc("evm_setAutomine", [true]);
  expect(await buying).toMatchObject({ kind: "settlement-unknown" });

  await reconcilePayments(new Date());
  const row = await db().transfer.findFirstOrThrow({ where: paidFor(id) });
  expect(row).toMatchObject({ state: "unknown", reason: "transaction_reverted" });
  const end = Number(signed.authorization.validBefore) * 1_000;
  const { status, retryAfter } = await readPaymentStatus(row.id, new Date(end - 200_000));
  expect([status.pending, Date.parse(status.expiresAt), retryAfter]).toEqual([true, end, 200]);
  const waiting = await shop.buy(id, { payment: (await shop.sign(id, payer)).header });
  if (waiting.kind !== "settlement-unknown") throw new Error(waiting.kind);
  const { headers, detail } = outcomeError(waiting);
  expect(Number(headers["Retry-After"])).toBeGreaterThan(100);
  expect(detail).toContain(status.expiresAt);

  await shop.chain.mine(400);
  await reconcilePayments(new Date());
  expect((await readPaymentStatus(row.id, new Date())).status).toMatchObject({ state: "failed", reason: "expired" });
});

it("a payment that is only slow is asked for soon, and then less often", async () => {
  const row = await db().transfer.findFirstOrThrow();
  await setState({ id: row.id }, "unknown");
  await db().transfer.update({ where: { id: row.id }, data: { reason: null } });
  const after = async (ms: number) => {
    return (await readPaymentStatus(row.id, new Date(row.createdAt.getTime() + ms))).retryAfter;
  };
  expect([await after(1_000), await after(59_000), await after(61_000)]).toEqual([2, 2, 10]);
  await setState({ id: row.id }, "failed");
  expect(await after(1_000)).toBeNull();
});
