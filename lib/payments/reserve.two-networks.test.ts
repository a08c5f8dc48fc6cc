import { parseEther, toHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { newSecret } from "@/lib/ids";
import { findFile } from "@/lib/products/files/find-file";
import { challengeFor } from "@/lib/protocols/x402/challenge";
import { startTestChain, type TestChain } from "@/test/chain";
import { paidFor } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import { signPayment } from "@/test/sign-payment";

/** One plain key is one person on all networks: it pays once, on whichever of them. */

const PRICE = 250_000n;
const AT_ONCE = 50;
let chains: TestChain[];
let shop: Shop;

beforeAll(async () => {
  const gasKey = generatePrivateKey();
  chains = [await startTestChain({ chainId: 84532 }), await startTestChain({ chainId: 8453 })];
  for (const chain of chains) {
    await chain.rpc("anvil_setBalance", [privateKeyToAccount(gasKey).address, toHex(parseEther("1000"))]);
    await chain.fund(chain.accounts.buyer.address, 1_000_000_000n);
    process.env[`RPC_URL_${chain.chainId}`] = chain.rpcUrl;
  }
  process.env.APP_URL = "http://127.0.0.1:3000";
  process.env.NETWORKS = chains.map(({ network }) => network.caip2).join(",");
  process.env.GAS_KEY = gasKey;
  process.env.SESSION_SECRET = newSecret();
  // Above what a local chain asks for.
  process.env.MAX_FEE_PER_GAS = "100";
  shop = await openShop(chains[0]);
}, 60_000);
afterAll(async () => {
  await shop?.close();
  await chains?.[1]?.stop();
});

const received = async () => {
  const sums = await Promise.all(chains.map((chain) => chain.usdcBalance(chain.accounts.seller.address)));
  return sums.reduce((one, other) => one + other, 0n);
};

/** One person's fresh authorizations, each network in turn. */
async function signMany(fileId: string): Promise<string[]> {
  const file = await findFile(fileId);
  if (!file) throw new Error("no such file");
  const challenge = challengeFor(file, "Payment required");
  const signed = Array.from({ length: AT_ONCE }, (_, index) => {
    const { network, accounts } = chains[index % chains.length] as TestChain;
    const accepts = challenge.accepts.filter((one) => one.network === network.caip2);
    return signPayment({ ...challenge, accepts }, accounts.buyer);
  });
  return (await Promise.all(signed)).map(({ header }) => header);
}

async function buyAtOnce(fileId: string) {
  const headers = await signMany(fileId);
  return Promise.all(headers.map((payment) => shop.buy(fileId, { payment })));
}

let before: bigint;
beforeEach(async () => {
  before = await received();
});

it("50 authorizations by one person at once on two networks: one charge, and each gets the file or waits", async () => {
  const { id } = await shop.sell();
  const outcomes = await buyAtOnce(id);
  // On a busy machine nobody waits for the end, or gets as far as a reservation.
  const kinds = ["granted", "settlement-unknown", "unavailable"];
  expect(outcomes.filter(({ kind }) => !kinds.includes(kind))).toEqual([]);
  await expect.poll(() => db().order.count({ where: { productId: id, state: "paid" } })).toBe(1);
  expect(await received()).toBe(before + PRICE);
  expect(await db().transfer.count({ where: paidFor(id) })).toBe(1);
  // What was bought has ended: buying it again is another charge.
  await db().entitlement.updateMany({ where: { productId: id }, data: { until: new Date(Date.now() - 1_000) } });
  await buyAtOnce(id);
  await expect.poll(() => db().order.count({ where: { productId: id, state: "paid" } })).toBe(2);
  expect(await received()).toBe(before + 2n * PRICE);
}, 120_000);

it("one charge by the unique keys alone, while the look before the reservation is blind", async () => {
  const { id } = await shop.sell();
  // Changes, in the inserting statement, the value that the lookup searches for.
  await db().$executeRawUnsafe(`CREATE TRIGGER "blind" AFTER INSERT ON "Order" BEGIN
    UPDATE "Order" SET "payer" = 'nobody', "person" = 'nobody' WHERE "id" = NEW."id"; END`);
  try {
    const outcomes = await buyAtOnce(id);
    expect(outcomes.filter(({ kind }) => kind === "granted").length).toBeLessThanOrEqual(1);
    await expect.poll(() => db().order.count({ where: { productId: id, state: "paid" } })).toBe(1);
    expect(await received()).toBe(before + PRICE);
    expect(await db().transfer.count({ where: paidFor(id) })).toBe(1);
  } finally {
    await db().$executeRawUnsafe('DROP TRIGGER "blind"');
  }
}, 60_000);
