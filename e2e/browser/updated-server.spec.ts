import { expect, type Page, test } from "@playwright/test";
import { appUrl, untilAlive } from "../shop-pages";
import { expectPaid, newBuyer, newSale, pay, pressPay } from "../troubled-buyer";

/** The server was updated while a page was open: parts that the page loads later are gone. */

/** From now on, scripts that this page has not loaded yet are gone. */
async function removeOtherParts(page: Page): Promise<() => Promise<void>> {
  await untilAlive(page);
  const loaded: string[] = await page.evaluate(() => [...document.scripts].map(({ src }) => src));
  const rest = (url: URL) => url.pathname.startsWith("/_next/static/chunks/") && !loaded.includes(url.href);
  await page.route(rest, (route) => route.fulfill({ status: 404, body: "gone" }));
  return () => page.unroute(rest);
}

const updated = (page: Page) => page.getByRole("alert").filter({ hasText: "The server was updated" });

test("Pay after an update: said so, loaded again once, and then it pays", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  const { page } = buyer;
  await page.goto(sale.file.url);
  const putBack = await removeOtherParts(page);
  const loadedAgain = page.waitForEvent("load");
  await pressPay(page);
  await expect(updated(page)).toContainText("The page is being loaded again");
  await expect(updated(page)).not.toContainText("connection");
  await loadedAgain;

  // Still gone: said, and left to the person.
  await untilAlive(page);
  await pressPay(page);
  await expect(updated(page).getByRole("button", { name: "Reload this page" })).toBeVisible();
  await putBack();
  const again = page.waitForEvent("load");
  await updated(page).getByRole("button", { name: "Reload this page" }).click();
  await again;
  await pay(page);
  await expectPaid(page);
  await buyer.leave();
});

test("signing in after an update: said so, with a button", async ({ browser }) => {
  const buyer = await newBuyer(browser, { amount: 0n });
  const { page } = buyer;
  await page.goto(`${appUrl()}/purchases`);
  await expect(page.getByRole("button", { name: "Connect wallet and sign in" })).toBeVisible();
  const putBack = await removeOtherParts(page);
  await page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await expect(updated(page)).toBeVisible();
  await putBack();
  await updated(page).getByRole("button", { name: "Reload this page" }).click();
  await page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await expect(page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" })).toBeVisible();
  await buyer.leave();
});
