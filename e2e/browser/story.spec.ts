import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { expectReceived, fileRows, openOwnFile, openSales } from "../dashboard";
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

/** The whole story, from an empty browser to the money and the bytes. */

test("with an injected wallet: upload, price, link, pay, download, and the sale on the dashboard", async ({
  browser,
}) => {
  let sellersWallet: InjectedWallet | undefined;
  let buyersWallet: InjectedWallet | undefined;
  const seller = await newVisitor(browser, async (context) => {
    sellersWallet = await injectWallet(context, { name: "Seller Wallet" });
  });
  const buyer = await newVisitor(browser, async (context) => {
    buyersWallet = await injectWallet(context, { name: "Buyer Wallet" });
  });
  if (!sellersWallet || !buyersWallet) throw new Error("no wallets");
  await fund(buyersWallet.account.address, 1_000_000n);

  const bytes = randomBytes(300_000);
  const file = { name: "field-notes.pdf", bytes, price: "0.50", title: "Field notes", description: "Twelve pages." };
  const link = await sellFile(seller.page, "Seller Wallet", file);

  await buyer.page.goto(link);
  await expect(buyer.page.getByRole("heading", { name: "Field notes" })).toBeVisible();
  await expect(buyer.page.getByText("Twelve pages.")).toBeVisible();
  const downloaded = await payAndDownload(buyer.page, "Buyer Wallet");
  expect(downloaded).toEqual({ name: "field-notes.pdf", sha256: sha256(bytes) });

  // The network was switched for the buyer, one typed signature was asked for, and exactly the price moved.
  expect(buyersWallet.asked).toContain("wallet_switchEthereumChain");
  expect(buyersWallet.asked.filter((method) => method === "eth_signTypedData_v4")).toHaveLength(1);
  expect(buyersWallet.asked).not.toContain("personal_sign");
  expect(await balanceOf(sellersWallet.account.address)).toBe(500_000n);
  expect(await balanceOf(buyersWallet.account.address)).toBe(500_000n);

  await buyer.page.reload();
  await expect(buyer.page.getByRole("heading", { name: "You bought this file." })).toBeVisible();
  expect((await downloadAgain(buyer.page)).sha256).toBe(sha256(bytes));
  expect(await balanceOf(buyersWallet.account.address)).toBe(500_000n);

  await seller.page.getByRole("link", { name: "Go to your files" }).click();
  await expect(fileRows(seller.page)).toContainText(["Field notes"]);
  await expectReceived(seller.page, "$0.50");
  const sales = await openSales(seller.page);
  await expect(sales).toContainText("Field notes");
  await expect(sales).toContainText("$0.50");
  await expect(sales.getByRole("button", { name: "Copy transaction" })).toBeVisible();
  await seller.leave();
  await buyer.leave();
});

test("with the demo wallet, by a visitor without one: the file in three clicks", async ({ browser }) => {
  const seller = await newVisitor(browser);
  const buyer = await newVisitor(browser);
  const bytes = Buffer.from("A short story. ".repeat(500));
  const link = await sellFile(seller.page, "Demo wallet", { name: "story.txt", bytes, price: "0.10" });

  await buyer.page.goto(link);
  expect(await payAndDownload(buyer.page, "Demo wallet")).toEqual({ name: "story.txt", sha256: sha256(bytes) });
  await buyer.page.reload();
  expect((await downloadAgain(buyer.page)).sha256).toBe(sha256(bytes));

  await expectReceived(seller.page, "$0.10");
  await seller.leave();
  await buyer.leave();
});

test("the recovery link opens the file in another browser, without a wallet", async ({ browser }) => {
  const seller = await newVisitor(browser);
  const buyer = await newVisitor(browser);
  const elsewhere = await newVisitor(browser);
  const bytes = randomBytes(4_000);
  const link = await sellFile(seller.page, "Demo wallet", { name: "song.ogg", bytes, price: "1" });
  await buyer.page.goto(link);
  await payAndDownload(buyer.page, "Demo wallet");
  const recovery = await buyer.page.getByRole("region", { name: "Recovery link" }).textContent();
  const url = /https?:\S+\/r#[\w-]{43}/.exec(recovery ?? "")?.[0] ?? "";

  await elsewhere.page.goto(url);
  expect((await downloadAgain(elsewhere.page)).sha256).toBe(sha256(bytes));
  expect(elsewhere.page.url()).not.toContain("#");
  await elsewhere.page.goto(link);
  await expect(elsewhere.page.getByRole("heading", { name: "You bought this file." })).toBeVisible();
  for (const visitor of [seller, buyer, elsewhere]) await visitor.leave();
});

test("the seller replaces the file and gives it to all buyers: an earlier buyer has both", async ({ browser }) => {
  const seller = await newVisitor(browser);
  const buyer = await newVisitor(browser);
  const [first, second] = [randomBytes(30_000), randomBytes(40_000)];
  const link = await sellFile(seller.page, "Demo wallet", { name: "guide.pdf", bytes: first, price: "0.20" });
  await buyer.page.goto(link);
  await payAndDownload(buyer.page, "Demo wallet");

  const card = await openOwnFile(seller.page, "guide");
  await card.getByLabel("Days to download").fill("90");
  await card.getByRole("button", { name: "Save", exact: true }).click();
  await expect(card.getByText("Saved.")).toBeVisible();
  await card.getByRole("button", { name: "Replace" }).click();
  const dialog = seller.page.getByRole("dialog");
  const chosen = { name: "guide-2.pdf", mimeType: "", buffer: second };
  await dialog.locator('input[type="file"]').setInputFiles(chosen);
  await expect(dialog.getByText("uploaded", { exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Replace the file" }).click();
  await expect(dialog).toBeHidden();
  await card.getByText("2 versions").click();
  await expect(card).toContainText("Version 2, for all buyers");

  await buyer.page.reload();
  expect(await downloadAgain(buyer.page)).toEqual({ name: "guide-2.pdf", sha256: sha256(second) });
  const downloading = buyer.page.waitForEvent("download");
  await buyer.page.getByRole("link", { name: "Get version 1" }).click();
  expect((await readDownload(await downloading)).sha256).toBe(sha256(first));
  await expect(buyer.page.getByText("version 2, since")).toBeVisible();
  await seller.leave();
  await buyer.leave();
});
