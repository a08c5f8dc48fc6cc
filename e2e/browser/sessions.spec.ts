import { randomBytes } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { expectSignedIn, openTab } from "../dashboard";
import { injectWallet } from "../injected-wallet";
import { appUrl, downloadAgain, newVisitor, payAndDownload, sellFile, sha256 } from "../shop-pages";

/** Signing out, here and elsewhere: what ends, and what must not. */

test("a copied cookie is worth nothing once its seller signs out, there or everywhere; buyers keep their files", async ({
  browser,
}) => {
  const seller = await newVisitor(browser, async (context) => {
    await injectWallet(context, { name: "Seller Wallet" });
  });
  const thief = await newVisitor(browser);
  const bytes = randomBytes(5_000);
  const link = await sellFile(seller.page, "Seller Wallet", { name: "notes.pdf", bytes, price: "0.20" });
  const copyCookies = async () => {
    await thief.page.context().clearCookies();
    await thief.page.context().addCookies(await seller.page.context().cookies());
    await openTab(thief.page, "files");
    await expectSignedIn(thief.page);
  };
  const connect = (page: Page) => page.getByRole("button", { name: "Connect wallet and sign in" });
  // Both wallets are known to their pages already.
  const signIn = async () => {
    await connect(seller.page).click();
    await expectSignedIn(seller.page);
  };

  await openTab(seller.page, "settings");
  await copyCookies();
  await seller.page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(connect(seller.page)).toBeVisible();
  await thief.page.reload();
  await expect(connect(thief.page)).toBeVisible();

  await signIn();
  await copyCookies();
  const sessions = seller.page.getByRole("list").filter({ hasText: "this browser" });
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  const buyer = await newVisitor(browser);
  await buyer.page.goto(link);
  await payAndDownload(buyer.page, "Demo wallet");
  await seller.page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(connect(seller.page)).toBeVisible();
  await thief.page.reload();
  await expect(connect(thief.page)).toBeVisible();

  // "My purchases" ends in the same way, and the file stays open without it.
  await buyer.page.goto(`${appUrl()}/purchases`);
  await connect(buyer.page).click();
  await buyer.page.getByText("Where you are signed in").click();
  await buyer.page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(connect(buyer.page)).toBeVisible();
  await buyer.page.goto(link);
  expect((await downloadAgain(buyer.page)).sha256).toBe(sha256(bytes));
  for (const visitor of [seller, thief, buyer]) await visitor.leave();
});
