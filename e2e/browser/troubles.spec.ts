import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { startBreakableProxy } from "../breakable-proxy";
import { injectWallet } from "../injected-wallet";
import { signInSeller } from "../seller";
import { appUrl, newVisitor, payAndDownload, sha256 } from "../shop-pages";
import { devnetEnv, startApp, startStack } from "../stack";
import { alertOf, expectPaid, MONEY, newBuyer, newSale, PRICE, pay, signaturesOf } from "../troubled-buyer";

/** What the seller, the server or the chain does meanwhile, what the page says about it, and that it continues from there. */

test("paused, ended, removed and unknown: the page answers in words", async ({ browser }) => {
  const visitor = await newVisitor(browser);
  const paused = await newSale();
  await paused.seller.request("PATCH", `/api/files/${paused.file.id}`, { paused: true });
  await visitor.page.goto(paused.file.url);
  await expect(visitor.page.getByText("The seller has paused this file.")).toBeVisible();
  const removed = await newSale();
  await removed.seller.request("DELETE", `/api/files/${removed.file.id}`);
  expect((await visitor.page.goto(removed.file.url))?.status()).toBe(200);
  await expect(visitor.page.getByText("This file was removed.")).toBeVisible();
  expect((await visitor.page.goto(`${appUrl()}/f/0000000000000000000000`))?.status()).toBe(404);
  await expect(visitor.page.getByRole("heading", { level: 1 })).toBeVisible();
  await visitor.leave();
});

test("a sale that ends while the page is open: said before anything is signed, and the page shows how things stand", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  const change = (body: object) => sale.seller.request("PATCH", `/api/files/${sale.file.id}`, body);
  await buyer.page.goto(sale.file.url);
  await change({ paused: true });
  await pay(buyer.page);
  await expect(alertOf(buyer.page)).toContainText(/The seller has paused this file\. ?Nothing was charged/);
  await expect(buyer.page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await buyer.page.getByRole("button", { name: "Reload this page" }).click();
  await expect(buyer.page.getByText("It may be on sale again later: keep the link.")).toBeVisible();

  await change({ paused: false });
  await buyer.page.reload();
  await sale.seller.request("DELETE", `/api/files/${sale.file.id}`);
  await buyer.page.getByRole("button", { name: /^Pay / }).click();
  const alert = alertOf(buyer.page);
  await expect(alert).toContainText(/This file was removed\. ?Nothing was charged/);
  await buyer.page.getByRole("button", { name: "Reload this page" }).click();
  await expect(buyer.page.getByText("It is no longer for sale.")).toBeVisible();
  expect(signaturesOf(buyer.wallet)).toBe(0);
  expect(await buyer.balance()).toBe(MONEY);
  await buyer.leave();
});

test("a file for free downloads without a wallet", async ({ browser }) => {
  const sale = await newSale("0");
  const visitor = await newVisitor(browser);
  await visitor.page.goto(sale.file.url);
  const downloading = visitor.page.waitForEvent("download");
  await visitor.page.getByRole("link", { name: /Download/ }).click();
  expect(await (await downloading).failure()).toBeNull();
  await visitor.leave();
});

test("the chain cut off: the page says that nothing was charged, and pays once it is back", async ({ browser }) => {
  test.slow();
  const stack = await startStack();
  await stack.app.stop();
  const proxy = await startBreakableProxy(stack.chain.rpcUrl);
  const app = await startApp({ ...devnetEnv(stack.chain, stack.dataDir), RPC_URL_31337: proxy.url });
  try {
    const seller = await signInSeller(app.url, stack.chain.accounts.seller);
    const sold = await seller.sell({ price: "0.25", bytes: randomBytes(3_000) });
    const buyer = await newBuyer(browser, { fund: stack.chain.fund });
    await buyer.page.goto(sold.file.url);
    proxy.break();
    await pay(buyer.page);
    await expect(buyer.page.getByText("Nothing was charged.").first()).toBeVisible();
    expect(await stack.chain.usdcBalance(buyer.wallet.account.address)).toBe(1_000_000n);
    proxy.mend();
    await buyer.page.getByRole("button", { name: "Try again" }).click();
    await expectPaid(buyer.page);
    expect(await stack.chain.usdcBalance(buyer.wallet.account.address)).toBe(750_000n);
    await buyer.leave();
  } finally {
    await app.stop();
    proxy.stop();
    await stack.stop();
  }
});

test("a buyer who comes back with the same wallet on a new device is not charged again", async ({ browser }) => {
  const sale = await newSale();
  const first = await newBuyer(browser);
  await first.page.goto(sale.file.url);
  await payAndDownload(first.page, "Buyer Wallet");
  const second = await newVisitor(browser, async (context) => {
    await injectWallet(context, { name: "Buyer Wallet", account: first.wallet.account });
  });
  await second.page.goto(sale.file.url);
  const again = await payAndDownload(second.page, "Buyer Wallet", "You already have this. Nothing was charged.");
  expect(again.sha256).toBe(sha256(Buffer.from(sale.bytes)));
  expect(await first.balance()).toBe(MONEY - PRICE);
  await first.leave();
  await second.leave();
});
