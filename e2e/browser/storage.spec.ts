import { randomBytes } from "node:crypto";
import { createReadStream, mkdtempSync } from "node:fs";
import { open, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { dayFromNow } from "../../components/ui/days";
import { DAY } from "../../lib/clock";
import { closeDb, db } from "../../lib/db/client";
import { allMessages } from "../../lib/i18n/all-messages";
import { type Locale, localeNames } from "../../lib/i18n/locales";
import type { FileInfo } from "../../lib/products/files/schema";
import { resetSettings } from "../../lib/settings/settings";
import { openOwnFile } from "../dashboard";
import { type InjectedWallet, injectWallet } from "../injected-wallet";
import { payButton } from "../pages-of-a-shop";
import { newVisitor, untilAlive } from "../shop-pages";
import { devnetEnv, type Stack, startStack } from "../stack";

/** Storage that is paid for: by a seller who publishes, by a stranger, and by the seller again. */

/** $1 for a GB and 30 days. */
const STORAGE_PRICE = "1";
const operator = privateKeyToAccount(generatePrivateKey()).address;
const MB = 1_000_000;
let stack: Stack;
let folder: string;

// One shop and one chain for all: blocks are held back for each in turn, and the operator's money is counted.
test.describe.configure({ mode: "default" });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-storage-"));
  const secret = randomBytes(32).toString("hex");
  const storage = { STORAGE_PRICE, STORAGE_PAY_TO: operator, STORAGE_MAX_DAYS: "400" };
  stack = await startStack({ SESSION_SECRET: secret, ...storage });
  // Time passes in the shop's database: the clock of its own process cannot be moved.
  Object.assign(process.env, devnetEnv(stack.chain, stack.dataDir), storage, {
    SESSION_SECRET: secret,
    APP_URL: stack.app.url,
    DATABASE_URL: `file:${stack.dataDir}/filekiosk.db`,
  });
  resetSettings();
});
test.afterAll(async () => {
  await closeDb();
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Visitor = Awaited<ReturnType<typeof newVisitor>> & { wallet: InjectedWallet };

async function visitor(browser: Browser, money: bigint, locale: Locale = "en"): Promise<Visitor> {
  let wallet: InjectedWallet | undefined;
  const person = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { name: "Some Wallet", chainId: 31337 });
    if (money > 0n) await stack.chain.fund(wallet.account.address, money);
  });
  await person.context.addCookies([{ name: "fk_locale", value: locale, url: stack.app.url }]);
  if (!wallet) throw new Error("no wallet");
  return { ...person, wallet };
}

const moneyOf = ({ wallet }: Visitor) => stack.chain.usdcBalance(wallet.account.address);
const earned = () => stack.chain.usdcBalance(operator);
const signaturesOf = ({ wallet }: Visitor) => wallet.asked.filter((method) => method === "eth_signTypedData_v4").length;

async function infoOf(url: string): Promise<FileInfo> {
  const id = new URL(url).pathname.split("/").at(-1);
  return (await (await fetch(`${stack.app.url}/api/files/${id}/info`)).json()) as FileInfo;
}

/** A file of so many bytes, none of which is stored. */
async function sparse(name: string, size: number): Promise<string> {
  const path = join(folder, name);
  await (await open(path, "w")).close();
  await truncate(path, size);
  return path;
}

async function sha256Of(path: string): Promise<string> {
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part);
  return hash.digest("hex");
}

type ToSell = { path: string; price: string; onSaleUntil?: string; keepUntil?: string };

/** Chooses the file and fills in the form; the upload may still be on its way. */
async function fillIn({ page }: Visitor, file: ToSell, locale: Locale = "en"): Promise<void> {
  const { sell, storage } = allMessages[locale];
  await page.goto(stack.app.url);
  await page.locator('input[type="file"]').setInputFiles(file.path);
  await page.getByLabel(sell.price, { exact: true }).fill(file.price);
  if (file.onSaleUntil) await page.getByLabel(sell.onSaleUntil).fill(file.onSaleUntil);
  if (file.keepUntil) {
    await page.getByRole("checkbox", { name: storage.noEnd }).check();
    await page.getByLabel(storage.keepUntil).fill(file.keepUntil);
  }
  // A seller who has read no price is asked once more before the wallet is.
  await expect(costOf(page)).toContainText(storage.costRefund);
}

const costOf = (page: Page) => page.locator("[data-storage-cost]");

async function publish({ page }: Visitor, locale: Locale = "en"): Promise<void> {
  await page.getByRole("button", { name: allMessages[locale].sell.connectAndGetLink }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Some Wallet" }).click();
}

async function linkOf({ page }: Visitor, locale: Locale = "en"): Promise<string> {
  await expect(page.getByRole("heading", { name: allMessages[locale].sell.linkReady })).toBeVisible({
    timeout: 60_000,
  });
  return (await page.getByTestId("file-link").textContent()) ?? "";
}

/** Opens the dialog on the file's page. */
async function openKeepLonger({ page }: Visitor, locale: Locale = "en"): Promise<void> {
  await untilAlive(page);
  await page.getByRole("button", { name: allMessages[locale].storage.keepLonger }).click();
  // The page's own button is there before the dialog's.
  await expect(
    page
      .getByRole("dialog")
      .first()
      .getByRole("button", { name: /^(?:Pay|Payer|ادفع)\s/ }),
  ).toBeEnabled();
}

async function holdingBlocks(act: () => Promise<void>): Promise<void> {
  await stack.chain.rpc("evm_setAutomine", [false]);
  try {
    await act();
    await expect
      .poll(() => stack.chain.rpc<{ pending: string }>("txpool_status", []).then(({ pending }) => Number(pending)))
      .toBeGreaterThan(0);
  } finally {
    // The caller looks at the page while nothing is confirmed.
  }
}

async function releaseBlocks(): Promise<void> {
  await stack.chain.rpc("evm_setAutomine", [true]);
  await stack.chain.mine();
}

test("200 MB stored for 60 days and sold, extended by a stranger, bought again after its time @desktop", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const before = await earned();
  const path = await sparse("film.bin", 200 * MB);
  const sha256 = await sha256Of(path);
  const seller = await visitor(browser, 1_000_000n);
  await fillIn(seller, { path, price: "0.50", onSaleUntil: dayFromNow(new Date(), 29) });
  await expect(costOf(seller.page)).toContainText("200 MB until");
  await expect(costOf(seller.page)).toContainText("$0.40, paid once to this server’s operator");
  await expect(costOf(seller.page)).toContainText("Nothing is refunded");
  await publish(seller);
  const link = await linkOf(seller);
  expect(await earned()).toBe(before + 400_000n);
  expect(await moneyOf(seller)).toBe(600_000n);
  expect(signaturesOf(seller)).toBe(1);
  const stored = await infoOf(link);
  const days = (Date.parse(stored.keptUntil ?? "") - Date.now()) / DAY;
  expect(days).toBeGreaterThan(59.9);
  expect(days).toBeLessThanOrEqual(60);

  const buyer = await visitor(browser, 1_000_000n);
  await buyer.page.goto(link);
  expect(await buy(buyer)).toBe(sha256);
  expect(await moneyOf(seller)).toBe(1_100_000n);

  // A stranger keeps it 30 days longer, and owns nothing for it.
  const stranger = await visitor(browser, 1_000_000n);
  await stranger.page.goto(link);
  await openKeepLonger(stranger);
  const dialog = stranger.page.getByRole("dialog").first();
  await expect(dialog).toContainText("Adds 30 days to its storage");
  await expect(dialog).toContainText("$0.20, paid once");
  await expect(dialog).toContainText("a download period that ends on a date does not get longer");
  await payButton(stranger.page).last().click();
  await stranger.page.getByRole("dialog").last().getByRole("button", { name: "Some Wallet" }).click();
  await expect(dialog.getByText("Paid. The file is kept until")).toBeVisible({ timeout: 30_000 });
  const longer = await infoOf(link);
  expect(Date.parse(longer.keptUntil ?? "") - Date.parse(stored.keptUntil ?? "")).toBe(30 * DAY);
  expect(longer.onSaleUntil).toBe(stored.onSaleUntil);
  expect(await earned()).toBe(before + 600_000n);
  expect(await moneyOf(stranger)).toBe(800_000n);

  // Its time is up: the page says so, and that it can be bought again.
  await db().entitlement.updateMany({ where: { productId: longer.id }, data: { until: new Date(Date.now() - 1_000) } });
  await buyer.page.reload();
  await expect(buyer.page.getByText("Your time to download this file has ended.")).toBeVisible();
  await expect(buyer.page.getByText("You can buy it again for as long as it is on sale here.")).toBeVisible();
  expect(await buy(buyer)).toBe(sha256);
  expect(await moneyOf(seller)).toBe(1_600_000n);
  expect(await moneyOf(buyer)).toBe(0n);
  expect(await earned()).toBe(before + 600_000n);
  for (const person of [seller, buyer, stranger]) await person.leave();
});

/** Pays the file, and gives the hash of what arrives. */
async function buy({ page }: Visitor): Promise<string> {
  const downloading = page.waitForEvent("download", { timeout: 60_000 });
  await payButton(page).click();
  const wallets = page.getByRole("dialog").getByRole("button", { name: "Some Wallet" });
  const paid = page.getByRole("heading", { name: "Paid. Thank you." });
  await expect(wallets.or(paid)).toBeVisible();
  if (await wallets.isVisible()) await wallets.click();
  return sha256Of(await (await downloading).path());
}

for (const locale of localeNames) {
  test(`sold without an end, and kept longer by a stranger: in ${locale}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const { storage } = allMessages[locale];
    const before = await earned();
    const path = await sparse(`atlas-${locale}.bin`, 20 * MB);
    const seller = await visitor(browser, 100_000n, locale);
    await fillIn(seller, { path, price: "0.25", keepUntil: dayFromNow(new Date(), 59) }, locale);
    await expect(costOf(seller.page)).toContainText(locale === "fr" ? "0,04" : "$0.04");
    await expect(costOf(seller.page)).toContainText(storage.costRefund);
    await publish(seller, locale);
    const link = await linkOf(seller, locale);
    expect(await earned()).toBe(before + 40_000n);
    const stored = await infoOf(link);
    expect([stored.onSaleUntil, stored.downloadDays]).toEqual([null, null]);

    const stranger = await visitor(browser, 100_000n, locale);
    await stranger.page.goto(link);
    await openKeepLonger(stranger, locale);
    const dialog = stranger.page.getByRole("dialog").first();
    await expect(dialog).toContainText(storage.addsNoMore);
    await dialog.locator("label").nth(1).click();
    await expect(dialog).toContainText(locale === "fr" ? "0,06" : "$0.06");
    await payButton(stranger.page).last().click();
    await stranger.page.getByRole("dialog").last().getByRole("button", { name: "Some Wallet" }).click();
    await expect(dialog.getByRole("status").filter({ hasText: /./ }).first()).toBeVisible({ timeout: 30_000 });
    await expect.poll(earned).toBe(before + 100_000n);
    await expect(dialog.getByRole("button", { name: storage.close, exact: true }).last()).toBeVisible();
    const longer = await infoOf(link);
    expect(Date.parse(longer.keptUntil ?? "") - Date.parse(stored.keptUntil ?? "")).toBe(90 * DAY);
    await dialog.getByRole("button", { name: storage.close, exact: true }).last().click();
    for (const person of [seller, stranger]) await person.leave();
  });
}

test("a page that is reloaded while storage is paid sends the same payment, and publishes", async ({ browser }) => {
  test.setTimeout(120_000);
  const before = await earned();
  const path = await sparse("reloaded.bin", 20 * MB);
  const seller = await visitor(browser, 100_000n);
  await fillIn(seller, { path, price: "0.25", onSaleUntil: dayFromNow(new Date(), 29) });
  await expect(costOf(seller.page)).toContainText("$0.04");
  await holdingBlocks(() => publish(seller));
  await seller.page.reload();
  await expect(seller.page.locator("[data-storage-due]")).toBeVisible();
  await releaseBlocks();
  await expect(seller.page.getByRole("heading", { name: "Your link is ready" })).toBeVisible({ timeout: 60_000 });
  expect(signaturesOf(seller)).toBe(1);
  expect(await earned()).toBe(before + 40_000n);
  expect(await moneyOf(seller)).toBe(60_000n);
  await seller.leave();
});

test("a wallet that refuses, and one without money: nothing is charged, and the seller goes on", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const before = await earned();
  const path = await sparse("refused.bin", 20 * MB);
  const seller = await visitor(browser, 0n);
  await fillIn(seller, { path, price: "0.25", onSaleUntil: dayFromNow(new Date(), 29) });
  await expect(costOf(seller.page)).toContainText("$0.04");
  await publish(seller);
  const due = seller.page.locator("[data-storage-due]");
  await expect(due).toContainText("You need 0.04 more USDC on Devnet.", { timeout: 30_000 });
  await due.getByRole("button", { name: "Back", exact: true }).click();
  await expect(due).toHaveCount(0);
  seller.wallet.failNext("eth_signTypedData_v4", { code: 4001, message: "User rejected the request." });
  await stack.chain.fund(seller.wallet.account.address, 50_000n);
  await seller.page.getByRole("button", { name: "Get the link" }).click();
  await due.getByRole("button", { name: "Try again" }).click({ timeout: 30_000 });
  await linkOf(seller);
  expect(await earned()).toBe(before + 40_000n);
  expect(await moneyOf(seller)).toBe(10_000n);
  await seller.leave();
});

test("pressed twice, and in two tabs: more time is paid for once", async ({ browser }) => {
  test.setTimeout(120_000);
  const path = await sparse("twice.bin", 20 * MB);
  const seller = await visitor(browser, 100_000n);
  await fillIn(seller, { path, price: "0.25", onSaleUntil: dayFromNow(new Date(), 29) });
  await publish(seller);
  const link = await linkOf(seller);
  const stored = await infoOf(link);
  const before = await earned();

  const stranger = await visitor(browser, 100_000n);
  await stranger.page.goto(link);
  await openKeepLonger(stranger);
  await payButton(stranger.page).last().dblclick();
  await holdingBlocks(() =>
    stranger.page.getByRole("dialog").last().getByRole("button", { name: "Some Wallet" }).click(),
  );
  // Another tab of the same browser finds the payment, and asks the wallet nothing.
  const second = await stranger.context.newPage();
  await second.goto(link);
  await expect(second.getByRole("dialog")).toBeVisible();
  await releaseBlocks();
  await expect(second.getByText("Paid. The file is kept until")).toBeVisible({ timeout: 60_000 });
  await expect(stranger.page.getByText("Paid. The file is kept until")).toBeVisible({ timeout: 60_000 });
  expect(signaturesOf(stranger)).toBe(1);
  expect(await earned()).toBe(before + 20_000n);
  const longer = await infoOf(link);
  expect(Date.parse(longer.keptUntil ?? "") - Date.parse(stored.keptUntil ?? "")).toBe(30 * DAY);
  await stranger.leave();
  await seller.leave();
});

test("the seller keeps a file longer on the dashboard, and lets nobody else", async ({ browser }) => {
  test.setTimeout(120_000);
  const path = await sparse("mine.bin", 20 * MB);
  const seller = await visitor(browser, 200_000n);
  await fillIn(seller, { path, price: "0.25", onSaleUntil: dayFromNow(new Date(), 29) });
  await publish(seller);
  const link = await linkOf(seller);
  const stored = await infoOf(link);
  const before = await earned();
  await openOwnFile(seller.page, undefined, stack.app.url);
  // Not `uncheck`, which looks at the box in the same moment: React shows the change a moment later.
  await seller.page.getByRole("checkbox", { name: "Others may pay to keep it longer" }).click();
  await expect.poll(async () => (await infoOf(link)).mayExtend).toBe(false);
  const stranger = await visitor(browser, 0n);
  await stranger.page.goto(link);
  await expect(stranger.page.getByText("Stored here until")).toBeVisible();
  await expect(stranger.page.getByRole("button", { name: "Keep this file longer" })).toHaveCount(0);

  await seller.page.getByRole("button", { name: /^Keep longer/ }).click();
  await expect(payButton(seller.page).last()).toBeEnabled();
  await payButton(seller.page).last().click();
  await expect(seller.page.getByText("Paid. The file is kept until")).toBeVisible({ timeout: 30_000 });
  expect(await earned()).toBe(before + 20_000n);
  const longer = await infoOf(link);
  expect(Date.parse(longer.keptUntil ?? "") - Date.parse(stored.keptUntil ?? "")).toBe(30 * DAY);
  await stranger.leave();
  await seller.leave();
});
