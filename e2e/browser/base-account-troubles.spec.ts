import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import {
  accountButton,
  answerWindow,
  approve,
  type BaseAccountBed,
  blockWindows,
  closeWindow,
  firstWallet,
  newGuest,
  nextWindow,
  openBaseAccountBed,
} from "../base-account-bed";
import { injectWallet } from "../injected-wallet";
import { readDownload } from "../shop-pages";
import { alertOf, newSale, pressPay } from "../troubled-buyer";

/** A wallet in a window of its own, and what can go wrong with a window. */

// One shop and one wallet for all of them.
test.describe.configure({ mode: "default" });

let bed: BaseAccountBed;
test.beforeAll(async () => {
  bed = await openBaseAccountBed();
});
test.afterAll(() => bed?.stop());

const sell = (price?: string) => newSale(price, bed.app.url);

test("a window that the browser blocks: the page asks for a press, then says what to allow @desktop", async ({
  browser,
}) => {
  const sale = await sell();
  await bed.newAccount(1_000_000n);
  const { page, leave } = await newGuest(browser);
  await page.goto(sale.file.url);
  await pressPay(page);
  await blockWindows(page, 2);
  await accountButton(page).click();
  const open = page.getByRole("button", { name: "Open Base Account" });
  await open.click();
  await expect(alertOf(page)).toContainText("Your browser did not open the wallet’s window.");
  await expect(alertOf(page)).toContainText("Nothing was signed and nothing was charged.");
  expect(bed.account.asked).toEqual([]);
  // No dialog of the wallet's own code, which knows English only.
  await expect(page.locator("[class*='base-acc-sdk']")).toHaveCount(0);
  // Allowed once: the press opens it, and nothing of before is asked again.
  await blockWindows(page, 1);
  await accountButton(page).click();
  await approve(page, () => open.click());
  const downloading = page.waitForEvent("download");
  await approve(page);
  expect((await readDownload(await downloading)).sha256).toBe(sale.sha256);
  expect(bed.account.asked).toEqual(["handshake", "wallet_connect", "eth_signTypedData_v4"]);
  await leave();
});

test("a window that is closed: the page says so, and a second try asks once @desktop", async ({ browser }) => {
  const sale = await sell();
  const wallet = await bed.newAccount(1_000_000n);
  const { page, leave } = await newGuest(browser);
  await page.goto(sale.file.url);
  await pressPay(page);
  // Closed while it asks for the connection, then while it asks for the signature.
  await accountButton(page).click();
  await closeWindow(page);
  await expect(alertOf(page)).toContainText("The wallet’s window was closed.");
  bed.account.asked.length = 0;
  await approve(page, () => accountButton(page).click());
  await closeWindow(page);
  await expect(alertOf(page)).toContainText("Nothing was signed and nothing was charged.");
  const downloading = page.waitForEvent("download");
  await approve(page, () => page.getByRole("button", { name: "Try again" }).click());
  expect((await readDownload(await downloading)).sha256).toBe(sale.sha256);
  expect(bed.account.asked.filter((method) => method === "eth_signTypedData_v4")).toHaveLength(2);
  expect(await bed.chain.usdcBalance(wallet.address)).toBe(750_000n);
  await leave();
});

test("a window that leads to another site: what that says counts for nothing @desktop", async ({ browser }) => {
  const sale = await sell();
  await bed.newAccount(1_000_000n);
  bed.account.leadElsewhere(true);
  const { page, leave } = await newGuest(browser);
  await page.goto(sale.file.url);
  await pressPay(page);
  await accountButton(page).click();
  const popup = await nextWindow(page);
  await popup.getByText("Waiting").waitFor();
  expect(new URL(popup.url()).origin).not.toBe(new URL(bed.account.url).origin);
  // It reports that it has loaded, and that it closes; neither is believed.
  await popup.evaluate((origin) => {
    (window.opener as Window).postMessage({ event: "PopupLoaded", id: "x" }, origin);
    (window.opener as Window).postMessage({ event: "PopupUnload" }, origin);
  }, bed.app.url);
  await expect(page.getByText("Open Base Account and allow the connection.")).toBeVisible();
  expect(bed.account.greetings.some(({ metadata }) => metadata === undefined)).toBe(false);
  expect(bed.account.asked).toEqual([]);
  await popup.close();
  await expect(alertOf(page)).toContainText("The wallet’s window was closed.");
  await leave();
});

test("declined in the window, and a price that a new account cannot pay @desktop", async ({ browser }) => {
  const sale = await sell("0.05");
  await bed.newAccount(1_000_000n);
  const account = privateKeyToAccount(generatePrivateKey());
  const { page, leave } = await newGuest(browser, async (context) => {
    await injectWallet(context, { name: "Buyer Wallet", account });
  });
  await page.goto(sale.file.url);
  await pressPay(page);
  expect(await firstWallet(page)).toMatch(/^Buyer Wallet/);
  await expect(accountButton(page)).toContainText(
    "A new account pays from $0.09, so only one that has paid before can pay here.",
  );
  await answerWindow(page, () => accountButton(page).click(), "Decline");
  await expect(alertOf(page)).toContainText("You declined in your wallet.");
  await leave();
});

test("before it is chosen, nothing of it is loaded @desktop", async ({ browser }) => {
  const sale = await sell();
  const { page, asked, leave } = await newGuest(browser);
  await page.goto(sale.file.url);
  await pressPay(page);
  await expect(accountButton(page)).toBeVisible();
  await page.waitForLoadState("networkidle");
  const scripts = await page.evaluate(async () => {
    const loaded = performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => name.endsWith(".js"));
    return Promise.all(loaded.map(async (url) => (await fetch(url)).text()));
  });
  expect(scripts.length).toBeGreaterThan(3);
  expect(scripts.filter((script) => script.includes("base-acc-sdk"))).toEqual([]);
  expect([...asked]).toEqual([bed.app.url]);
  await leave();
});
