import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { ShopSession } from "@/commands/shop-session";
import { db } from "@/lib/db/client";
import { resetSettings, settings } from "@/lib/settings/settings";
import { type Doors, openDoors } from "@/test/fixtures/releases/doors";
import { openShop, type Shop } from "@/test/shop";
import { buy } from "./buy";
import { planSale } from "./plan";
import { putOnSale } from "./put-on-sale";
import { trySale } from "./try-sale";

/** The routes of a shop of named sellers, and a real chain. */

let shop: Shop;
let doors: Doors;
beforeAll(async () => {
  shop = await openShop();
  doors = await openDoors(process.cwd());
  process.env.APP_URL = doors.url;
  process.env.SELLERS = shop.chain.accounts.seller.address;
  resetSettings();
});
beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => {}));
afterAll(async () => {
  delete process.env.APP_URL;
  delete process.env.SELLERS;
  await doors?.close();
  await shop?.close();
});

const buyer = () => shop.chain.usdcBalance(shop.chain.accounts.buyer.address);
const env = () => ({ PAYER_KEY: shop.chain.accounts.buyer.key });

it("buys a file, refunds it, and leaves nothing on sale and nothing in anybody's numbers", async () => {
  const before = await buyer();
  const found = await trySale(await planSale(settings(), env()));
  expect(found).toMatchObject([{ code: "test-sale", severity: "fine", about: "Devnet" }]);
  expect(found[0]?.words).toMatch(
    /^A file was bought for 0\.01 USDC in \d+\.\d seconds \(0x\w{64}\) and refunded \(0x\w{64}\)\.$/,
  );
  expect(await buyer()).toBe(before);
  const orders = await db().order.findMany({ include: { transfers: true } });
  expect(orders.map(({ state }) => state)).toEqual(["refunded"]);
  expect(await db().file.count({ where: { removedAt: null } })).toBe(0);
  expect(await db().earnings.findMany({ where: { OR: [{ sales: { gt: 0 } }, { microUsd: { gt: 0 } }] } })).toEqual([]);
  expect(await db().entitlement.count({ where: { revokedAt: null } })).toBe(0);
}, 60_000);

it("refunds and removes what a run left that was interrupted after its purchase", async () => {
  const before = await buyer();
  const plan = await planSale(settings(), env());
  const [purchase] = plan.purchases;
  if (!purchase) throw new Error("The devnet is offered.");
  const session = await ShopSession.open(plan.appUrl, plan.seller, purchase.network.chainId);
  await buy(await putOnSale(session, purchase.priceMicroUsd), purchase, plan);
  expect(await buyer()).toBe(before - 10_000n);
  expect(await trySale(plan)).toMatchObject([{ code: "test-sale" }]);
  expect(await buyer()).toBe(before);
  expect(await db().order.count({ where: { state: { not: "refunded" } } })).toBe(0);
  expect(await db().file.count({ where: { removedAt: null } })).toBe(0);
}, 60_000);

it("says that a wallet without money cannot buy", async () => {
  const plan = await planSale(settings(), { PAYER_KEY: `0x${"7".repeat(64)}` });
  expect(await trySale(plan)).toMatchObject([{ code: "sale-not-tried", about: "Devnet" }]);
});

it("says that a purchase failed, and whether money moved", async () => {
  const before = await buyer();
  const plan = await planSale(settings(), env());
  await shop.chain.rpc("anvil_setBalance", [shop.chain.accounts.gas.address, "0x0"]);
  const [found] = await trySale(plan);
  expect(found).toMatchObject({ code: "sale-failed", words: expect.stringContaining("Nothing was paid.") });
  expect(await buyer()).toBe(before);
  const offline = { ...plan, appUrl: "http://127.0.0.1:9999" };
  const [broken] = await trySale(offline);
  expect(broken).toMatchObject({ code: "sale-failed", words: "The test sale broke off: nothing listens there." });
}, 60_000);
