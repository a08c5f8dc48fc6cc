import { randomBytes } from "node:crypto";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { expectReceived, openOwnFile, openRefund, openSales, openTab } from "../dashboard";
import { type InjectedWallet, injectWallet } from "../injected-wallet";
import {
  balanceOf,
  downloadAgain,
  fund,
  newVisitor,
  payAndDownload,
  readDownload,
  sellFile,
  sha256,
} from "../shop-pages";

/** What makes a buyer trust a seller: a name, an address that is theirs, a gift, the money back. */

async function openShop(browser: Browser, price: string) {
  let wallet: InjectedWallet | undefined;
  const seller = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { name: "Seller Wallet" });
  });
  if (!wallet) throw new Error("no wallet");
  const bytes = randomBytes(20_000);
  const link = await sellFile(seller.page, "Seller Wallet", { name: "field-notes.pdf", bytes, price });
  return { seller, wallet, link, bytes };
}

/** Two forms of the settings have a Save. */
const saveWhatBuyersSee = (settings: Locator) =>
  settings
    .locator("form")
    .filter({ has: settings.page().getByLabel("Contact") })
    .getByRole("button", { name: "Save", exact: true });

async function saveProfile(page: Page) {
  await openTab(page, "settings");
  const settings = page.locator("main");
  await settings.getByLabel("Name").fill("Noor Films");
  await settings.getByLabel("Contact").fill("noor@example.com");
  await settings.getByLabel("Refunds", { exact: true }).selectOption({ label: "Within 14 days, for any reason" });
  await settings.getByLabel("More about refunds").fill("Write me first.");
  await saveWhatBuyersSee(settings).click();
  await expect(settings.getByText("Saved.")).toBeVisible();
  return settings;
}

test("a seller sets name, contact, refunds and payout address; a buyer sees them before paying, and pays there", async ({
  browser,
}) => {
  const { seller, wallet, link } = await openShop(browser, "0.30");
  const buyer = await newVisitor(browser);
  const settings = await saveProfile(seller.page);

  const vault = privateKeyToAccount(generatePrivateKey()).address;
  await settings.getByRole("button", { name: "Change payout address" }).click();
  const dialog = seller.page.getByRole("dialog");
  await dialog.getByLabel("New address").fill(`${vault.slice(0, -1)}`);
  await dialog.getByRole("button", { name: "Confirm with your wallet" }).click();
  await expect(dialog.getByRole("alert")).toContainText("40 hex digits");
  await dialog.getByLabel("New address").fill(vault);
  await dialog.getByRole("button", { name: "Confirm with your wallet" }).click();
  await expect(dialog).toBeHidden();
  expect(wallet.asked.filter((method) => method === "personal_sign")).toHaveLength(2);
  await expect(settings.getByText(vault, { exact: true })).toBeVisible();

  await buyer.page.goto(link);
  await expect(buyer.page.getByText("Sold by Noor Films")).toBeVisible();
  await expect(buyer.page.getByText("Refund within 14 days, for any reason").filter({ visible: true })).toBeVisible();
  await expect(buyer.page.getByText("Write me first.").filter({ visible: true })).toBeVisible();
  await buyer.page.getByText("Problem with this file?").click();
  await expect(buyer.page.getByRole("link", { name: "noor@example.com" })).toHaveAttribute(
    "href",
    "mailto:noor@example.com",
  );
  await payAndDownload(buyer.page, "Demo wallet");
  expect(await balanceOf(vault)).toBe(300_000n);
  expect(await balanceOf(wallet.account.address)).toBe(0n);

  // What was agreed stays agreed, whatever the seller says afterwards.
  await settings.getByLabel("Refunds", { exact: true }).selectOption({ label: "No refunds" });
  const saved = seller.page.waitForResponse((answer) => answer.request().method() === "PATCH");
  await saveWhatBuyersSee(settings).click();
  expect((await saved).status()).toBe(200);
  await openSales(seller.page);
  const promise = "Promised within 14 days, for any reason. Write me first.";
  await seller.page.getByRole("row").filter({ hasText: "$0.30" }).getByRole("link", { name: "field-notes" }).click();
  await expect(seller.page.locator("main")).toContainText(promise);
  await buyer.page.reload();
  await buyer.page.getByText("Receipt", { exact: true }).click();
  await expect(buyer.page.getByText(promise)).toBeVisible();
  await seller.leave();
  await buyer.leave();
});

test("a gift link gives one person the file for free; a second one reads that it was taken; the seller ends it", async ({
  browser,
}) => {
  const { seller, link, bytes } = await openShop(browser, "5");
  await openOwnFile(seller.page);
  await seller.page.getByRole("button", { name: "Gift links" }).click();
  const dialog = seller.page.getByRole("dialog");
  await dialog.getByLabel("For whom").fill("Sami");
  await dialog.getByRole("button", { name: "Make a link" }).click();
  const url = (await dialog.getByTestId("gift-link").locator("bdi").textContent()) ?? "";
  expect(url).toMatch(/\/g#[\w-]{43}$/);
  await expect(dialog.getByText("1 gift link, 0 taken")).toBeVisible();

  const friend = await newVisitor(browser);
  await friend.page.goto(url);
  await friend.page.getByRole("button", { name: "Take the gift" }).click();
  await expect(friend.page.getByRole("heading", { name: "It is yours." })).toBeVisible();
  expect(friend.page.url()).not.toContain("#");
  const downloading = friend.page.waitForEvent("download");
  await friend.page.getByRole("link", { name: /^Download/ }).click();
  expect((await readDownload(await downloading)).sha256).toBe(sha256(bytes));
  await friend.page.getByRole("link", { name: "To the file’s page" }).click();
  expect((await downloadAgain(friend.page)).sha256).toBe(sha256(bytes));

  const stranger = await newVisitor(browser);
  await stranger.page.goto(url);
  await expect(stranger.page.getByRole("main").getByRole("alert")).toContainText("who has taken it");

  await dialog.getByRole("button", { name: "Close" }).click();
  await seller.page.getByRole("button", { name: "Gift links" }).click();
  await expect(dialog.getByText("1 gift link, 1 taken")).toBeVisible();
  await expect(dialog.getByRole("listitem").filter({ hasText: "Sami" })).toContainText("2 downloads");
  await dialog.getByRole("button", { name: "End the gift Sami" }).click();
  await expect(dialog.getByRole("listitem").filter({ hasText: "Sami" })).toContainText("Ended");
  await friend.page.goto(link);
  await expect(friend.page.getByText("The seller has ended this gift.")).toBeVisible();
  await expect(friend.page.getByRole("button", { name: /^Pay / })).toBeVisible();
  for (const visitor of [seller, friend, stranger]) await visitor.leave();
});

test("a refund: one signature of the seller's wallet, the buyer has the money, and both read it", async ({
  browser,
}) => {
  const { seller, wallet, link } = await openShop(browser, "0.40");
  let paying: InjectedWallet | undefined;
  const buyer = await newVisitor(browser, async (context) => {
    paying = await injectWallet(context, { name: "Buyer Wallet" });
  });
  if (!paying) throw new Error("no wallet");
  await fund(paying.account.address, 1_000_000n);
  await buyer.page.goto(link);
  await payAndDownload(buyer.page, "Buyer Wallet");
  expect(await balanceOf(paying.account.address)).toBe(600_000n);

  const dialog = await openRefund(seller.page, "Refund the payment for field-notes");
  await dialog.getByLabel("Access ends with the refund").check();
  await dialog.getByRole("button", { name: "Refund 0.40 USDC" }).click();
  await expect(dialog.getByText("0.40 USDC went back to the buyer.")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(seller.page.locator("main")).toContainText("Refunded");
  await expectReceived(seller.page, "$0.00");
  expect(wallet.asked.filter((method) => method === "eth_signTypedData_v4")).toHaveLength(1);
  expect(await balanceOf(paying.account.address)).toBe(1_000_000n);
  expect(await balanceOf(wallet.account.address)).toBe(0n);

  await buyer.page.reload();
  await expect(buyer.page.getByText("The seller has refunded your payment, and your access has ended.")).toBeVisible();
  await expect(buyer.page.getByRole("button", { name: /^Pay / })).toBeVisible();
  await buyer.page.getByRole("link", { name: "See the receipt" }).click();
  await expect(buyer.page.getByRole("heading", { name: /Receipt/ }).first()).toBeVisible();
  await seller.leave();
  await buyer.leave();
});
