import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { expectReceived, openOwnFile } from "../dashboard";
import { newVisitor, readDownload, sellFile } from "../shop-pages";
import {
  expectPaid,
  MONEY,
  newBuyer,
  newSale,
  PRICE,
  pay,
  pickWallet,
  pressPay,
  signaturesOf,
} from "../troubled-buyer";

/**
 * Pages that the browser translates, in every way that browsers do; the project "translated" repeats the journeys of
 * money in one of them. And what a file's page says when it breaks off anyway.
 */

const ways = ["retranslated-font:load", "moved:load"];
/**
 * In the long run only: close to others, or to what the project "translated" does everywhere. `translated-page.test.ts`
 * has every way.
 */
const moreWays = ["data:start @long", "new-text:load @long", "font:start @long", "data:load @long"];

for (const name of [...ways, ...moreWays]) {
  const [way] = name.split(" ");
  test(`sold and bought on pages translated as ${name}`, { annotation: { type: `translated:${way}` } }, async ({
    browser,
  }) => {
    const seller = await newVisitor(browser);
    const buyer = await newBuyer(browser);
    const bytes = randomBytes(5_000);
    const link = await sellFile(seller.page, "Demo wallet", { name: "song.ogg", bytes, price: "0.25" });
    await buyer.page.goto(link);
    expect(await buyer.page.locator("body").textContent()).toContain("\u200b");
    buyer.wallet.rejectNext();
    await pay(buyer.page);
    await expect(buyer.page.getByText("You declined in your wallet.")).toBeVisible();
    await buyer.page.getByRole("button", { name: "Try again" }).click();
    await expect(buyer.page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
    await expect(buyer.page.getByText("You declined in your wallet.")).toHaveCount(0);
    expect(await buyer.balance()).toBe(MONEY - PRICE);
    expect(signaturesOf(buyer.wallet)).toBe(2);

    await expectReceived(seller.page, "$0.25");
    const card = await openOwnFile(seller.page, "song");
    await card.getByRole("button", { name: "Pause sale" }).click();
    await expect(card).toContainText("Paused");
    await card.getByRole("button", { name: "Resume sale" }).click();
    await expect(card).not.toContainText("Paused");
    await seller.leave();
    await buyer.leave();
  });
}

/** From now on the page throws once, where React takes something away. */
function breakOnce() {
  const { removeChild } = Node.prototype;
  Node.prototype.removeChild = <T extends Node>() => {
    Node.prototype.removeChild = removeChild;
    throw new Error("broken by design") as unknown as T;
  };
}

test("a page that breaks off while its payment is under way asks the server, and says that it is paid", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  await buyer.page.goto(sale.file.url);
  await buyer.page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => said.push(document.querySelector("main")?.textContent ?? "")).observe(document.body, {
      childList: true,
      subtree: true,
    });
  });
  buyer.wallet.beforeSigning(() => buyer.page.evaluate(breakOnce));
  await pay(buyer.page);
  await expect(buyer.page.getByText("Paid. Here is your file.")).toBeVisible({ timeout: 30_000 });
  const said = await buyer.page.evaluate(() => (window as unknown as { said: string[] }).said.join("\n"));
  expect(said).toContain("Something went wrong on our side");
  expect(said.slice(said.indexOf("Something went wrong"))).not.toMatch(/Nothing was charged|Pay \$/);

  const downloading = buyer.page.waitForEvent("download");
  await buyer.page.getByRole("link", { name: "Download your file" }).click();
  expect((await readDownload(await downloading)).sha256).toBe(sale.sha256);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  expect(signaturesOf(buyer.wallet)).toBe(1);
  await buyer.page.getByRole("button", { name: "Reload this page" }).click();
  await expect(buyer.page.getByRole("heading", { name: "You bought this file." })).toBeVisible();
  await expect(buyer.page.getByRole("region", { name: "Recovery link" })).toContainText("/r#");
  await buyer.context.close();
});

test("a page that breaks off before anything was signed says so on the server's word, and signs nothing later", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  await buyer.page.goto(sale.file.url);
  await pressPay(buyer.page);
  await expect(buyer.page.getByRole("dialog")).toBeVisible();
  const asked = buyer.page.waitForRequest((request) => request.url().endsWith(`${sale.file.id}/purchase`));
  await buyer.page.evaluate(breakOnce);
  await pickWallet(buyer.page);
  await asked;
  await expect(buyer.page.getByRole("status").filter({ hasText: "Nothing was charged." })).toBeVisible();
  await buyer.page.getByRole("button", { name: "Reload this page" }).click();
  await pressPay(buyer.page);
  await expectPaid(buyer.page);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  expect(signaturesOf(buyer.wallet)).toBe(1);
  await buyer.context.close();
});
