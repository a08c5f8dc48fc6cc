import { randomBytes } from "node:crypto";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { allMessages } from "../../lib/i18n/all-messages";
import type { Locale } from "../../lib/i18n/locales";
import { wordsIn } from "../../lib/i18n/words-in";
import type { FileInfo } from "../../lib/products/files/schema";
import { openOwnFile, openRefund } from "../dashboard";
import { type InjectedWallet, injectWallet } from "../injected-wallet";
import { speak } from "../pages-of-a-shop";
import { appUrl, balanceOf, fund, newVisitor, payAndDownload, untilAlive } from "../shop-pages";

/** Numbers as Arabic and French keyboards type them, in each field that moves money or time. */

async function newSeller(browser: Browser, locale: Locale) {
  let wallet: InjectedWallet | undefined;
  const seller = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { name: "Seller Wallet" });
    await speak(context, locale);
  });
  if (!wallet) throw new Error("no wallet");
  return { ...seller, wallet };
}

/** Types into a field as a person does, after what was in it was selected. */
async function type(field: Locator, text: string) {
  await field.selectText();
  await field.pressSequentially(text);
}

/** Answers the question which of two numbers was meant. */
async function answer(scope: Page | Locator, locale: Locale, [whole, fraction]: [string, string], meant: string) {
  const question = wordsIn(locale, "numbers")("which", { whole, fraction });
  await expect(scope.getByText(question)).toBeVisible();
  await scope.getByRole("button", { name: meant, exact: true }).click();
  await expect(scope.getByText(question)).toBeHidden();
}

async function chooseFile(page: Page, locale: Locale) {
  await page.goto(appUrl());
  await untilAlive(page);
  const file = { name: "field-notes.pdf", mimeType: "", buffer: randomBytes(20_000) };
  await page.locator('input[type="file"]').setInputFiles(file);
  await expect(page.getByLabel(allMessages[locale].sell.price, { exact: true })).toBeVisible();
}

async function publish(page: Page, locale: Locale): Promise<string> {
  const { sell } = allMessages[locale];
  await page.getByRole("button", { name: sell.connectAndGetLink }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Seller Wallet" }).click();
  await expect(page.getByRole("heading", { name: sell.linkReady })).toBeVisible();
  return (await page.getByTestId("file-link").textContent()) ?? "";
}

async function infoOf(link: string): Promise<FileInfo> {
  const response = await fetch(`${appUrl()}/api/files/${new URL(link).pathname.split("/").at(-1)}/info`);
  return (await response.json()) as FileInfo;
}

test("in Arabic: a price and days in Arabic digits, a question before a price is guessed, and the price edited", async ({
  browser,
}) => {
  const { sell, sellers, gifts } = allMessages.ar;
  const { page, leave } = await newSeller(browser, "ar");
  await chooseFile(page, "ar");
  const price = page.getByLabel(sell.price, { exact: true });
  await type(price, "٢,٥٠٠");
  await page.getByRole("button", { name: sell.connectAndGetLink }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await answer(page, "ar", ["2500", "2.50"], "2.50");
  await expect(price).toHaveValue("2.50");
  await expect(price).toBeFocused();
  await type(price, "٢٫٧٥");
  await page.getByText(sell.moreOptions).click();
  await type(page.getByLabel(sell.downloadDays), "٤٥");
  const link = await publish(page, "ar");
  expect(await infoOf(link)).toMatchObject({ price: "2.75", downloadDays: 45 });

  const card = await openOwnFile(page);
  const [save, saved] = [card.getByRole("button", { name: sellers.save, exact: true }), card.getByText(sellers.saved)];
  const ownPrice = card.getByLabel(sell.price, { exact: true });
  // Extended Arabic-Indic digits, and the sign that the page itself writes.
  await type(ownPrice, "$۳٫۲۵");
  await save.click();
  await expect(saved).toBeVisible();
  expect((await infoOf(link)).price).toBe("3.25");
  await type(ownPrice, "1.000");
  await save.click();
  await answer(page, "ar", ["1000", "1.00"], "1.00");
  await save.click();
  await expect(saved).toBeVisible();
  expect((await infoOf(link)).price).toBe("1.00");

  await page.getByRole("button", { name: gifts.giftLinks }).click();
  const dialog = page.getByRole("dialog");
  await type(dialog.getByLabel(gifts.count), "٣");
  await dialog.locator('button[type="submit"]').click();
  await expect(dialog.getByTestId("gift-link")).toHaveCount(3);
  await leave();
});

test("in French: a price as the page prints it, and a refund that asks before it uses up the only one", async ({
  browser,
}) => {
  const { sell, refunds } = allMessages.fr;
  const t = wordsIn("fr", "refunds");
  const seller = await newSeller(browser, "fr");
  await chooseFile(seller.page, "fr");
  await type(seller.page.getByLabel(sell.price, { exact: true }), "2,50\u00a0$");
  const link = await publish(seller.page, "fr");
  expect((await infoOf(link)).price).toBe("2.50");

  let paying: InjectedWallet | undefined;
  const buyer = await newVisitor(browser, async (context) => {
    paying = await injectWallet(context, { name: "Buyer Wallet" });
  });
  if (!paying) throw new Error("no wallet");
  const payer = paying.account.address;
  await fund(payer, 3_000_000n);
  await buyer.page.goto(link);
  await payAndDownload(buyer.page, "Buyer Wallet");

  const dialog = await openRefund(seller.page, t("refundOf", { title: "field-notes" }));
  const amount = dialog.getByLabel(`${refunds.amount} (USDC)`);
  await expect(amount).toHaveValue("2,50");
  await type(amount, "2,500");
  await expect(dialog.locator('button[type="submit"]')).toBeDisabled();
  await amount.press("Enter");
  await answer(dialog, "fr", ["2500", "2,50"], "2,50");
  await type(amount, "1,25");
  await dialog.getByRole("button", { name: t("sign", { amount: "1,25 USDC" }) }).click();
  await expect(dialog.getByText(refunds.done.replace("{amount}", "1,25 USDC"))).toBeVisible();
  expect(await balanceOf(payer)).toBe(1_750_000n);
  expect(await balanceOf(seller.wallet.account.address)).toBe(1_250_000n);
  await seller.leave();
  await buyer.leave();
});
