import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { namesOffer } from "../../lib/payment-methods/evm/chain-backup/offer-nonce";
import { startTestChain } from "../../test/chain";
import { startBreakableProxy } from "../breakable-proxy";
import { signInSeller } from "../seller";
import { downloadAgain, fund, setCode, sha256 } from "../shop-pages";
import { devnetEnv, startApp, startStack } from "../stack";
import {
  alertOf,
  expectPaid,
  MONEY,
  newBuyer,
  newSale,
  PRICE,
  pay,
  pressPay,
  signaturesOf,
  tryAgain,
} from "../troubled-buyer";

/** Money that is missing, late, or pending: what the page says, and that it never charges twice. */

test("an empty wallet: the exact shortfall, where to send it, and the page notices when it arrives", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { amount: 100_000n });
  const { address } = buyer.wallet.account;
  await buyer.page.goto(sale.file.url);
  await pay(buyer.page);
  const alert = alertOf(buyer.page);
  await expect(alert).toContainText("You need 0.15 more USDC on Devnet.");
  await expect(alert).toContainText(address);
  await alert.getByText("Show the address as a QR code").click();
  await expect(alert.getByRole("img", { name: "QR code of your wallet's address" })).toBeVisible();
  await expect(tryAgain(buyer.page)).toHaveCount(0);
  expect(signaturesOf(buyer.wallet)).toBe(0);
  await fund(address, 150_000n);
  await expectPaid(buyer.page, 45_000);
  expect(await buyer.balance()).toBe(0n);
  expect(signaturesOf(buyer.wallet)).toBe(1);
  await buyer.leave();
});

test("an empty wallet on a network that is no demo: the page says where to get the money, and notices it anyway", async ({
  browser,
}) => {
  test.slow();
  const chain = await startTestChain({ chainId: 84532 });
  const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-e2e-"));
  const { RPC_URL_31337: rpcUrl = "", ...env } = devnetEnv(chain, dataDir);
  const gasKey = generatePrivateKey();
  await chain.rpc("anvil_setBalance", [privateKeyToAccount(gasKey).address, "0xde0b6b3a7640000"]);
  const app = await startApp({
    ...env,
    NETWORKS: "eip155:84532",
    RPC_URL_84532: rpcUrl,
    GAS_KEY: gasKey,
    // The local node asks for more than the real network.
    MAX_FEE_PER_GAS: "100",
  });
  try {
    const seller = await signInSeller(app.url, chain.accounts.seller, chain.chainId);
    const sold = await seller.sell({ price: "0.25", bytes: randomBytes(3_000) });
    const buyer = await newBuyer(browser, { amount: 100_000n, knows: [84532], fund: chain.fund });
    await buyer.page.goto(sold.file.url);
    await pay(buyer.page);
    const alert = alertOf(buyer.page);
    await expect(alert).toContainText("You need 0.15 more USDC on Base Sepolia.");
    await alert.getByText("Where to get USDC on Base Sepolia").click();
    await expect(alert.getByRole("link", { name: "Circle’s faucet" })).toHaveAttribute(
      "href",
      "https://faucet.circle.com",
    );
    await expect(alert).toContainText("Contract of USDC on Base Sepolia, to compare");
    await chain.fund(buyer.wallet.account.address, 150_000n);
    await expectPaid(buyer.page, 45_000);
    expect(await chain.usdcBalance(buyer.wallet.account.address)).toBe(0n);
    await buyer.leave();
  } finally {
    await app.stop();
    await chain.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test("money that left the wallet while it signed: the same authorization is presented again when it is back", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { amount: 200_000n });
  const headers: (string | undefined)[] = [];
  // The balance that is read before the signature is of a moment ago.
  await buyer.page.route("**/api/balances?*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), balance: String(PRICE) } });
  });
  await buyer.page.route("**/purchase", async (route) => {
    const header = route.request().headers()["payment-signature"];
    if (header) headers.push(header);
    if (header && headers.length === 1) await buyer.page.unroute("**/api/balances?*");
    return route.continue();
  });
  await buyer.page.goto(sale.file.url);
  await pay(buyer.page);
  await expect(alertOf(buyer.page)).toContainText("You need 0.05 more USDC on Devnet.");
  await expect(alertOf(buyer.page)).toContainText("use the signature you already gave");
  await fund(buyer.wallet.account.address, 50_000n);
  await expectPaid(buyer.page, 45_000);
  expect(signaturesOf(buyer.wallet)).toBe(1);
  expect(headers.length).toBeGreaterThan(1);
  expect(new Set(headers).size).toBe(1);
  expect(await buyer.balance()).toBe(0n);
  await buyer.leave();
});

test("a slow buyer: a signature that came too late charges nothing, and Try again asks for a new one", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  let slow = true;
  await buyer.page.route("**/purchase", async (route) => {
    if (!slow || route.request().headers()["payment-signature"]) return route.continue();
    slow = false;
    const response = await route.fetch();
    // As if the wallet had been left open for ten minutes since: the signature is of then.
    const date = new Date(Date.now() - 600_000).toUTCString();
    await route.fulfill({ response, headers: { ...response.headers(), date } });
  });
  await buyer.page.goto(sale.file.url);
  await pay(buyer.page);
  await expect(alertOf(buyer.page)).toContainText("The signature came too late.");
  await expect(alertOf(buyer.page)).toContainText("Nothing was charged.");
  expect(await buyer.balance()).toBe(MONEY);
  await tryAgain(buyer.page).click();
  await expectPaid(buyer.page);
  expect(signaturesOf(buyer.wallet)).toBe(2);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.leave();
});

test("a wallet whose contract confirms no signature is named before it is asked to sign; another one pays", async ({
  browser,
}) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser);
  // What EIP-7702 leaves at an address: the contract there, a factory or anything else, knows no signatures.
  await setCode(buyer.wallet.account.address, "0x5f5ffd");
  await buyer.page.goto(sale.file.url);
  await pay(buyer.page);
  const alert = alertOf(buyer.page);
  await expect(alert).toContainText("This wallet cannot pay here.");
  await expect(alert).toContainText("Nothing was signed and nothing was charged. Pay with another wallet or account.");
  expect(signaturesOf(buyer.wallet)).toBe(0);
  await expect(tryAgain(buyer.page)).toHaveCount(0);
  await setCode(buyer.wallet.account.address, "0x");
  await buyer.page.getByRole("button", { name: "Use another wallet" }).click();
  await buyer.page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
  await expectPaid(buyer.page);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.leave();
});

test("a price that changed since the page was opened is shown before anything is signed", async ({ browser }) => {
  const sale = await newSale("0.25");
  const buyer = await newBuyer(browser);
  await buyer.page.goto(sale.file.url);
  await sale.seller.request("PATCH", `/api/files/${sale.file.id}`, { price: "0.40" });
  await pay(buyer.page);
  await expect(buyer.page.getByText("The seller changed the price since you opened this page.")).toBeVisible();
  expect(signaturesOf(buyer.wallet)).toBe(0);
  await buyer.page.getByRole("button", { name: /0\.40/ }).click();
  await expectPaid(buyer.page);
  expect(await buyer.balance()).toBe(600_000n);
  // The chain keeps what was paid for: the nonce names the offer at the new price.
  const { sales } = await (await sale.seller.request("GET", "/api/sales")).json();
  const file = await (await sale.seller.request("GET", `/api/files/${sale.file.id}/own`)).json();
  const receipt = await (await sale.seller.request("GET", `/api/payments/${sales[0].paymentId}/receipt`)).json();
  expect(namesOffer(receipt.nonce, file.offers[0].offerId)).toBe(true);
  await buyer.leave();
});

test("an offer that changed in more than its price is not paid for before the page is read again", async ({
  browser,
}) => {
  const sale = await newSale("0.25");
  const buyer = await newBuyer(browser);
  await buyer.page.goto(sale.file.url);
  await sale.seller.request("PATCH", `/api/files/${sale.file.id}`, { downloadDays: 60 });
  await pay(buyer.page);
  await expect(alertOf(buyer.page)).toContainText("something other than this page shows");
  expect(signaturesOf(buyer.wallet)).toBe(0);
  await buyer.page.getByRole("button", { name: "Reload this page" }).click();
  await pressPay(buyer.page);
  await expectPaid(buyer.page);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await buyer.leave();
});

test("no gas: sales are paused before anything is signed, buyers can still download, and sales resume afterwards", async ({
  browser,
}) => {
  test.slow();
  const stack = await startStack();
  try {
    const { app, chain } = stack;
    const seller = await signInSeller(app.url, chain.accounts.seller);
    const sold = await seller.sell({ price: "0.25", bytes: randomBytes(3_000) });
    const early = await newBuyer(browser, { fund: chain.fund });
    await early.page.goto(sold.file.url);
    await pay(early.page);
    await expectPaid(early.page);

    const gas = chain.accounts.gas.address;
    await chain.rpc("anvil_setBalance", [gas, "0x0"]);
    const late = await newBuyer(browser, { fund: chain.fund });
    await late.page.goto(sold.file.url);
    const query = `network=eip155:31337&address=${late.wallet.account.address}`;
    const paused = async () => {
      const answer = (await (await fetch(`${app.url}/api/balances?${query}`)).json()) as { salesPaused: boolean };
      return answer.salesPaused;
    };
    // What was found out a moment ago is repeated for some seconds.
    await expect.poll(paused, { timeout: 30_000 }).toBe(true);
    await pay(late.page);
    await expect(alertOf(late.page)).toContainText("Sales are paused. Nothing was charged.");
    await expect(alertOf(late.page)).toContainText("Buyers who have paid can still download.");
    expect(signaturesOf(late.wallet)).toBe(0);
    await early.page.reload();
    expect((await downloadAgain(early.page)).sha256).toBe(sha256(Buffer.from(sold.bytes)));

    await chain.rpc("anvil_setBalance", [gas, "0xde0b6b3a7640000"]);
    await expect.poll(paused, { timeout: 30_000 }).toBe(false);
    await tryAgain(late.page).click();
    await expectPaid(late.page, 45_000);
    expect(await chain.usdcBalance(late.wallet.account.address)).toBe(MONEY - PRICE);
    await early.leave();
    await late.leave();
  } finally {
    await stack.stop();
  }
});

test("pending: nothing to press twice, the recovery link is there, a reload changes nothing, and it resolves itself", async ({
  browser,
}) => {
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
    // The payment goes out, and then the chain cannot be read any more: nobody knows what became of it.
    proxy.breakAfter("eth_sendRawTransaction");
    await pay(buyer.page);
    const pending = buyer.page.getByText("We are confirming your payment. You will not be charged twice.");
    await expect(pending).toBeVisible();
    await expect(buyer.page.getByText("Keep this link: it works once the payment is confirmed.")).toBeVisible();
    const recovery = await buyer.page.getByText(/\/r#[\w-]{43}/).textContent();
    await expect(buyer.page.getByRole("button", { name: /^Pay |Try again|another wallet/ })).toHaveCount(0);

    await buyer.page.reload();
    await expect(pending).toBeVisible();
    await expect(buyer.page.getByRole("button", { name: /^Pay |Try again|another wallet/ })).toHaveCount(0);
    await expect(buyer.page.getByText(recovery ?? "no link")).toBeVisible();

    proxy.mend();
    await expectPaid(buyer.page, 45_000);
    expect(signaturesOf(buyer.wallet)).toBe(1);
    expect(await stack.chain.usdcBalance(buyer.wallet.account.address)).toBe(MONEY - PRICE);
    await buyer.page.goto(recovery ?? "");
    expect((await downloadAgain(buyer.page)).sha256).toBe(sha256(Buffer.from(sold.bytes)));
    await buyer.leave();
  } finally {
    await app.stop();
    proxy.stop();
    await stack.stop();
  }
});
