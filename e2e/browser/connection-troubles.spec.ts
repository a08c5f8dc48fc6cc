import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { startBreakableProxy } from "../breakable-proxy";
import { appUrl, downloadAgain, sha256 } from "../shop-pages";
import {
  alertOf,
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

/** The connection is lost at the worst moments: the page says what happens, and continues by itself. */

test("gone before the payment part is there: it is loaded when the connection is back", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  await buyer.page.goto(sale.file.url, { waitUntil: "networkidle" });
  await buyer.context.setOffline(true);
  await pressPay(buyer.page);
  await expect(alertOf(buyer.page)).toContainText("The payment part of this page could not be loaded.");
  await expect(alertOf(buyer.page)).toContainText("Nothing was charged.");
  await buyer.context.setOffline(false);
  await pickWallet(buyer.page);
  await expectPaid(buyer.page);
  await buyer.leave();
});

test("gone before anything is signed: nothing is charged, and the page asks again by itself", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  await buyer.page.goto(sale.file.url);
  await pressPay(buyer.page);
  await expect(buyer.page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" })).toBeVisible();
  await buyer.context.setOffline(true);
  await pickWallet(buyer.page);
  await expect(alertOf(buyer.page)).toContainText("The server cannot be reached right now.");
  await expect(alertOf(buyer.page)).toContainText("Nothing was signed and nothing was charged.");
  expect(signaturesOf(buyer.wallet)).toBe(0);
  await buyer.context.setOffline(false);
  await expectPaid(buyer.page);
  expect(signaturesOf(buyer.wallet)).toBe(1);
  await buyer.leave();
});

test("gone after signing: the same signature is sent when the connection is back, and charges once", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  await buyer.page.goto(sale.file.url);
  buyer.wallet.beforeSigning(() => buyer.context.setOffline(true));
  await pay(buyer.page);
  await expect(buyer.page.getByText("The answer got lost on its way. We are asking again.")).toBeVisible();
  await expect(buyer.page.getByText("sent again: you will not be charged twice")).toBeVisible();
  await expect(buyer.page.getByRole("button", { name: /Try again|another wallet|Cancel/ })).toHaveCount(0);
  await buyer.context.setOffline(false);
  await expectPaid(buyer.page);
  expect(signaturesOf(buyer.wallet)).toBe(1);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.leave();
});

test("gone while downloading: the page says that it continues, and Download costs nothing again", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  await buyer.page.goto(sale.file.url);
  await pay(buyer.page);
  await expectPaid(buyer.page);
  await buyer.context.setOffline(true);
  await expect(buyer.page.getByText("Your browser resumes the download once the connection is back")).toBeVisible();
  await buyer.context.setOffline(false);
  await expect(buyer.page.getByText("You are offline.")).toHaveCount(0);
  expect((await downloadAgain(buyer.page)).sha256).toBe(sha256(Buffer.from(sale.bytes)));
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.leave();
});

test("cut in the middle of the download: Download brings all of it, unpaid", async ({ browser }) => {
  const proxy = await startBreakableProxy(appUrl());
  const bytes = randomBytes(8_000_000);
  const sale = await newSale("0.25", appUrl(), bytes);
  const buyer = await newBuyer(browser, { through: proxy.url });
  await buyer.page.goto(sale.file.url);
  proxy.breakIn("ticket=", 2_000_000);
  const cut = buyer.page.waitForEvent("download");
  await pay(buyer.page);
  expect(await (await cut).failure()).not.toBeNull();
  proxy.mend();
  await expectPaid(buyer.page);
  // Twice: what was broken off did not use up what was bought.
  for (const _ of [1, 2]) expect((await downloadAgain(buyer.page)).sha256).toBe(sha256(bytes));
  expect(signaturesOf(buyer.wallet)).toBe(1);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.leave();
  proxy.stop();
});

test("a lost answer: the page sends the same authorization again and charges once", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  let lost = 0;
  await buyer.page.route("**/purchase", async (route) => {
    if (!route.request().headers()["payment-signature"] || lost > 0) return route.continue();
    lost += 1;
    // The server has taken the payment; its answer never arrives.
    await route.fetch();
    await route.abort("connectionreset");
  });
  await buyer.page.goto(sale.file.url);
  await pay(buyer.page);
  await expectPaid(buyer.page);
  expect(lost).toBe(1);
  expect(signaturesOf(buyer.wallet)).toBe(1);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.page.reload();
  await expectPaid(buyer.page);
  await buyer.leave();
});

test("a reload after signing, with the response lost, continues by itself and charges once", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  await buyer.page.route("**/purchase", async (route) => {
    if (!route.request().headers()["payment-signature"]) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await buyer.page.goto(sale.file.url);
  await pay(buyer.page);
  await expect.poll(buyer.balance, { timeout: 30_000 }).toBe(MONEY - PRICE);
  await expect(buyer.page.getByText("The answer got lost on its way.")).toBeVisible();
  // Another attempt may be on its way through the handler.
  await buyer.page.unrouteAll({ behavior: "ignoreErrors" });
  await buyer.page.reload();
  await expectPaid(buyer.page);
  expect(signaturesOf(buyer.wallet)).toBe(1);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.leave();
});
