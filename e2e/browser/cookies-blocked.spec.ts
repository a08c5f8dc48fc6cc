import { randomBytes } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type InjectedWallet, injectWallet } from "../injected-wallet";
import { appUrl, balanceOf, downloadAgain, fund, payAndDownload, sha256 } from "../shop-pages";
import { MONEY, newSale, PRICE } from "../troubled-buyer";
import { newVisitorWithoutCookies, wholeChromium } from "../without-cookies";

/** "Block all cookies" in Chromium, which takes the storage of sites with them: paying works, and signing in says what it needs. */

// biome-ignore lint/suspicious/noSkippedTests: where there is only the headless shell, they are counted as skipped.
test.skip(!wholeChromium, "no whole Chromium here: its headless shell cannot block cookies");

async function newVisitor() {
  const account = privateKeyToAccount(generatePrivateKey());
  let wallet: InjectedWallet | undefined;
  const visitor = await newVisitorWithoutCookies(async (context) => {
    wallet = await injectWallet(context, { account, name: "Buyer Wallet", knows: [31337] });
  });
  if (!wallet) throw new Error("no wallet");
  return { ...visitor, wallet };
}

/** The storage of the page as Chromium blocks it. */
const storageOf = (page: Page) =>
  page.evaluate(() => {
    try {
      return typeof localStorage;
    } catch (error) {
      return (error as Error).name;
    }
  });

test("with all cookies blocked somebody buys, downloads twice, and opens the recovery link @desktop", async () => {
  const sale = await newSale();
  const { page, wallet, leave } = await newVisitor();
  await fund(wallet.account.address, MONEY);
  await page.goto(sale.file.url);
  expect(await storageOf(page)).toBe("SecurityError");
  const bytes = sha256(Buffer.from(sale.bytes));
  expect((await payAndDownload(page, "Buyer Wallet")).sha256).toBe(bytes);
  expect(await balanceOf(wallet.account.address)).toBe(MONEY - PRICE);
  await expect(page.getByText("Your browser blocks cookies, so this page forgets your purchase")).toBeVisible();
  expect((await downloadAgain(page)).sha256).toBe(bytes);
  await page.getByText("Receipt", { exact: true }).click();
  await expect(page.getByRole("link", { name: /receipt/i }).first()).toBeVisible();

  const recovery = (await page.getByText(/\/r#[\w-]{43}/).textContent()) ?? "";
  await page.goto(recovery);
  expect((await downloadAgain(page)).sha256).toBe(bytes);

  // The same wallet is not charged again.
  await page.goto(sale.file.url);
  expect((await payAndDownload(page, "Buyer Wallet", "You already have this. Nothing was charged.")).sha256).toBe(
    bytes,
  );
  expect(await balanceOf(wallet.account.address)).toBe(MONEY - PRICE);
  await leave();
});

test("with all cookies blocked, the demo wallet buys, too @desktop", async () => {
  const sale = await newSale();
  const { page, leave } = await newVisitor();
  await page.goto(sale.file.url);
  expect((await payAndDownload(page, "Demo wallet")).sha256).toBe(sha256(Buffer.from(sale.bytes)));
  await leave();
});

test("with all cookies blocked, signing in says that it needs one, and asks the wallet for nothing @desktop", async () => {
  const { page, wallet, leave } = await newVisitor();
  const says = page.getByRole("alert").filter({ hasText: "Your browser blocks cookies." });
  const site = new URL(appUrl()).host;
  for (const path of ["/purchases", "/dashboard"]) {
    await page.goto(`${appUrl()}${path}`);
    await page.getByRole("button", { name: "Connect wallet and sign in" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
    await expect(says).toContainText(`Signing in needs one cookie. Allow cookies for ${site}`);
    await expect(says).not.toContainText(/connection|reached/i);
  }
  await page.goto(appUrl());
  await page.locator('input[type="file"]').setInputFiles({ name: "a.pdf", mimeType: "", buffer: randomBytes(999) });
  await page.getByLabel("Price").fill("0.25");
  await page.getByRole("button", { name: "Connect wallet and get the link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
  await expect(says).toBeVisible();
  expect(wallet.asked).not.toContain("personal_sign");
  await leave();
});
