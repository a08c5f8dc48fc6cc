import { randomBytes } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { startBreakableProxy } from "../breakable-proxy";
import { type InjectedWallet, injectWallet } from "../injected-wallet";
import { signInSeller } from "../seller";
import { appUrl, balanceOf, fund, newVisitor, payAndDownload, setCode, sha256 } from "../shop-pages";
import { devnetEnv, startApp, startStack } from "../stack";

/** What goes wrong while paying, what the page says about it, and that it goes on from there. */

const PRICE = 250_000n;

async function newSale(price = "0.25") {
  const seller = await signInSeller(appUrl(), privateKeyToAccount(generatePrivateKey()));
  return { seller, ...(await seller.sell({ price })) };
}

async function newBuyer(browser: import("@playwright/test").Browser, amount: bigint) {
  let wallet: InjectedWallet | undefined;
  const visitor = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { name: "Buyer Wallet" });
  });
  if (!wallet) throw new Error("no wallet");
  if (amount > 0n) await fund(wallet.account.address, amount);
  return { ...visitor, wallet, balance: () => balanceOf(wallet?.account.address ?? "") };
}

const pay = async (page: Page) => {
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
};
const signatures = (wallet: InjectedWallet) =>
  wallet.asked.filter((method) => method === "eth_signTypedData_v4").length;

test("a signature that is declined charges nothing, and Try again pays", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, 1_000_000n);
  await buyer.page.goto(sale.file.url);
  buyer.wallet.rejectNext();
  await pay(buyer.page);
  const alert = buyer.page.getByRole("alert").filter({ hasText: /./ });
  await expect(alert).toContainText(/declined|rejected|refused|cancel/i);
  expect(await buyer.balance()).toBe(1_000_000n);
  await buyer.page.getByRole("button", { name: "Try again" }).click();
  await expect(buyer.page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  expect(await buyer.balance()).toBe(750_000n);
  await buyer.leave();
});

test("an empty wallet: the exact shortfall, and the page notices when the money arrives", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, 100_000n);
  await buyer.page.goto(sale.file.url);
  await pay(buyer.page);
  await expect(buyer.page.getByText("You need 0.15 more USDC on Devnet.")).toBeVisible();
  expect(signatures(buyer.wallet)).toBe(0);
  await fund(buyer.wallet.account.address, 150_000n);
  await expect(buyer.page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible({ timeout: 30_000 });
  expect(await buyer.balance()).toBe(0n);
  expect(signatures(buyer.wallet)).toBe(1);
  await buyer.leave();
});

test("a wallet whose contract confirms no signature is named before it is asked to sign; another one pays", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, 1_000_000n);
  // What EIP-7702 leaves at an address: the contract there, a factory or anything else, knows no signatures.
  await setCode(buyer.wallet.account.address, "0x5f5ffd");
  await buyer.page.goto(sale.file.url);
  await pay(buyer.page);
  const alert = buyer.page.getByRole("alert").filter({ hasText: /./ });
  await expect(alert).toContainText("This wallet cannot pay here.");
  await expect(alert).toContainText("Nothing was signed and nothing was charged. Pay with another wallet or account.");
  expect(signatures(buyer.wallet)).toBe(0);
  await expect(buyer.page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await setCode(buyer.wallet.account.address, "0x");
  await buyer.page.getByRole("button", { name: /another wallet/i }).click();
  await buyer.page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
  await expect(buyer.page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  expect(await buyer.balance()).toBe(750_000n);
  await buyer.leave();
});

test("a lost answer: the page sends the same authorization again and charges once", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, 1_000_000n);
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
  await expect(buyer.page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  expect(lost).toBe(1);
  expect(signatures(buyer.wallet)).toBe(1);
  expect(await buyer.balance()).toBe(1_000_000n - PRICE);
  await buyer.page.reload();
  await expect(buyer.page.getByRole("heading", { name: "You bought this file." })).toBeVisible();
  await buyer.leave();
});

test("a reload after signing, with the answer lost, goes on by itself and charges once", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, 1_000_000n);
  await buyer.page.route("**/purchase", async (route) => {
    if (!route.request().headers()["payment-signature"]) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await buyer.page.goto(sale.file.url);
  await pay(buyer.page);
  await expect.poll(buyer.balance).toBe(1_000_000n - PRICE);
  await expect(buyer.page.getByText("The answer got lost on its way.")).toBeVisible();
  await buyer.page.unroute("**/purchase");
  await buyer.page.reload();
  const done = buyer.page.getByRole("heading", { name: /Paid\. Thank you\.|You bought this file\./ });
  await expect(done).toBeVisible();
  expect(signatures(buyer.wallet)).toBe(1);
  expect(await buyer.balance()).toBe(1_000_000n - PRICE);
  await buyer.leave();
});

test("a price that changed since the page was opened is shown before anything is signed", async ({ browser }) => {
  const sale = await newSale("0.25");
  const buyer = await newBuyer(browser, 1_000_000n);
  await buyer.page.goto(sale.file.url);
  await sale.seller.request("PATCH", `/api/files/${sale.file.id}`, { price: "0.40" });
  await pay(buyer.page);
  await expect(buyer.page.getByText("The seller changed the price since you opened this page.")).toBeVisible();
  expect(signatures(buyer.wallet)).toBe(0);
  await buyer.page.getByRole("button", { name: /0\.40/ }).click();
  await expect(buyer.page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  expect(await buyer.balance()).toBe(600_000n);
  await buyer.leave();
});

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
  const stack = await startStack();
  await stack.app.stop();
  const proxy = await startBreakableProxy(stack.chain.rpcUrl);
  const app = await startApp({ ...devnetEnv(stack.chain, stack.dataDir), RPC_URL_31337: proxy.url });
  try {
    const seller = await signInSeller(app.url, stack.chain.accounts.creator);
    const sold = await seller.sell({ price: "0.25", bytes: randomBytes(3_000) });
    const buyer = await newBuyer(browser, 0n);
    await stack.chain.fund(buyer.wallet.account.address, 1_000_000n);
    await buyer.page.goto(sold.file.url);
    proxy.break();
    await pay(buyer.page);
    await expect(buyer.page.getByText("Nothing was charged.").first()).toBeVisible();
    expect(await stack.chain.usdcBalance(buyer.wallet.account.address)).toBe(1_000_000n);
    proxy.mend();
    await buyer.page.getByRole("button", { name: "Try again" }).click();
    await expect(buyer.page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
    expect(await stack.chain.usdcBalance(buyer.wallet.account.address)).toBe(750_000n);
    await buyer.leave();
  } finally {
    await app.stop();
    proxy.stop();
    await stack.stop();
  }
});

test("who bought with this wallet before and comes back on a new device is not charged again", async ({ browser }) => {
  const sale = await newSale();
  const first = await newBuyer(browser, 1_000_000n);
  await first.page.goto(sale.file.url);
  await payAndDownload(first.page, "Buyer Wallet");
  const second = await newVisitor(browser, async (context) => {
    await injectWallet(context, { name: "Buyer Wallet", account: first.wallet.account });
  });
  await second.page.goto(sale.file.url);
  expect((await payAndDownload(second.page, "Buyer Wallet")).sha256).toBe(sha256(Buffer.from(sale.bytes)));
  expect(await first.balance()).toBe(1_000_000n - PRICE);
  await first.leave();
  await second.leave();
});
