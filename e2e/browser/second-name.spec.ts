import { expect, test } from "@playwright/test";
import { appUrl, downloadAgain } from "../shop-pages";
import { expectPaid, MONEY, newBuyer, newSale, PRICE, pay } from "../troubled-buyer";

/** The server has another name, and somebody opens a file's page by that one. */

test("opened by another name of the server, a page is led to its own, where the buyer pays, downloads and comes back", async ({
  browser,
}) => {
  const { file, sha256 } = await newSale();
  const buyer = await newBuyer(browser);
  const elsewhere = file.url.replace("localhost", "127.0.0.1");
  await buyer.page.goto(elsewhere);
  expect(buyer.page.url()).toBe(file.url);
  await pay(buyer.page);
  await expectPaid(buyer.page);
  expect((await downloadAgain(buyer.page)).sha256).toBe(sha256);

  await buyer.page.goto(elsewhere);
  expect(buyer.page.url()).toBe(file.url);
  await expectPaid(buyer.page);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.page.goto(appUrl().replace("localhost", "127.0.0.1"));
  expect(new URL(buyer.page.url()).origin).toBe(appUrl());
  await buyer.leave();
});
