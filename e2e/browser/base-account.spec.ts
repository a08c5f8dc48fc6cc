import { expect, test } from "@playwright/test";
import {
  accountButton,
  approve,
  type BaseAccountBed,
  firstWallet,
  newGuest,
  openBaseAccountBed,
} from "../base-account-bed";
import { payingFetch } from "../buyer";
import { openTab } from "../dashboard";
import { readDownload } from "../shop-pages";
import { newSale, pressPay } from "../troubled-buyer";

/** People without a wallet: they buy, sell and come back with one that needs no installation. */

// One shop and one wallet for all of them.
test.describe.configure({ mode: "default" });

let bed: BaseAccountBed;
test.beforeAll(async () => {
  bed = await openBaseAccountBed({
    ONRAMP_URL: "https://buy.example/{network}?to={address}&usd={amount}",
    OFFRAMP_URL: "https://sell.example/?from={address}&on={network}&usd={amount}",
  });
});
test.afterAll(() => bed?.stop());

const sell = (price?: string) => newSale(price, bed.app.url);

test("a buyer with no wallet: the account is made by the first payment, the file arrives, the seller has the money, and My purchases opens @desktop", async ({
  browser,
}) => {
  const sale = await sell();
  const wallet = await bed.newAccount(1_000_000n);
  const { page, asked, leave } = await newGuest(browser);
  await page.goto(sale.file.url);
  await pressPay(page);
  expect(await firstWallet(page)).toMatch(/^Base Account.*Nothing to install.*A new account pays from \$0\.09\./);
  await expect(page.getByRole("dialog").getByText("for the first payment of a new Base Account")).toBeVisible();
  await approve(page, () => accountButton(page).click());
  const downloading = page.waitForEvent("download");
  await approve(page);
  expect((await readDownload(await downloading)).sha256).toBe(sale.sha256);
  await expect(page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  expect(await bed.chain.usdcBalance(sale.seller.address as `0x${string}`)).toBe(250_000n);
  expect(await bed.chain.usdcBalance(wallet.address)).toBe(750_000n);
  expect(await bed.chain.rpc("eth_getCode", [wallet.address, "latest"])).not.toBe("0x");
  expect(bed.account.asked).toEqual(["handshake", "wallet_connect", "eth_signTypedData_v4"]);
  expect(bed.account.greetings.at(-1)?.preference).toMatchObject({ telemetry: false });

  await page.goto(`${bed.app.url}/purchases`);
  await approve(page, () => page.getByRole("button", { name: "Connect wallet and sign in" }).click());
  await expect(page.getByRole("link", { name: `Download ${sale.file.title}` })).toBeVisible();
  // Nothing but this shop was asked for anything, and no price was.
  expect([...asked]).toEqual([bed.app.url]);
  await leave();
});

test("a seller with no wallet: an empty account signs in on a phone, and what a buyer pays arrives in it @phone", async ({
  browser,
}) => {
  const wallet = await bed.newAccount(0n);
  const { page, asked, leave } = await newGuest(browser);
  await page.goto(bed.app.url);
  const buffer = Buffer.from("Notes from the field.");
  await page.locator('input[type="file"]').setInputFiles({ name: "notes.txt", mimeType: "text/plain", buffer });
  await page.getByLabel("Price").fill("0.50");
  await page.getByRole("button", { name: "Connect wallet and get the link" }).click();
  expect(await firstWallet(page)).toMatch(/^Base Account/);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("region", { name: "Open this page in your wallet's app" })).toBeVisible();
  await expect(dialog.getByText("It can be empty")).toBeVisible();
  await approve(page, () => accountButton(page).click());
  await approve(page);
  await expect(page.getByRole("heading", { name: "Your link is ready" })).toBeVisible();
  const link = (await page.getByTestId("file-link").textContent()) ?? "";
  const bought = await payingFetch(bed.chain.accounts.buyer, bed.chain.network.token.address)(link);
  expect(Buffer.from(await bought.arrayBuffer())).toEqual(buffer);
  expect(await bed.chain.usdcBalance(wallet.address)).toBe(500_000n);
  await openTab(page, "settings", bed.app.url);
  await expect(page.getByRole("link", { name: "Turn USDC on Devnet into money in your bank" })).toHaveAttribute(
    "href",
    new RegExp(`^https://sell\\.example/\\?from=${wallet.address}&on=devnet&usd=0\\.50$`, "i"),
  );
  expect([...asked]).toEqual([bed.app.url]);
  await leave();
});

test("a phone without a wallet: My purchases and the dashboard open in a wallet's app, too @phone", async ({
  browser,
}) => {
  const { page, leave } = await newGuest(browser);
  for (const [path, button] of [
    ["/purchases", "Connect wallet and sign in"],
    ["/dashboard", "Connect wallet and sign in"],
  ] as const) {
    await page.goto(`${bed.app.url}${path}#secret`);
    await page.getByRole("button", { name: button }).click();
    const metaMask = page.getByRole("dialog").getByRole("link", { name: "MetaMask" }).first();
    const here = `${bed.app.url}${path}`.replace("http://", "");
    await expect(metaMask).toHaveAttribute("href", `https://link.metamask.io/dapp/${here}`);
    expect(await firstWallet(page)).toMatch(/^Base Account/);
  }
  await leave();
});

test("too few dollars: a link to buy them is filled in, and the page notices when they arrive @desktop", async ({
  browser,
}) => {
  const sale = await sell();
  const wallet = await bed.newAccount(50_000n);
  const { page, leave } = await newGuest(browser);
  await page.goto(sale.file.url);
  await pressPay(page);
  await expect(page.getByRole("dialog").getByText("Add $0.25: by card")).toBeVisible();
  await approve(page, () => accountButton(page).click());
  await expect(page.getByRole("link", { name: "Buy it by card or bank" })).toHaveAttribute(
    "href",
    new RegExp(`^https://buy\\.example/devnet\\?to=${wallet.address}&usd=0\\.20$`, "i"),
  );
  // Whoever comes back from there pressed nothing here for a while.
  await page.evaluate(() => Object.defineProperty(navigator, "userActivation", { value: { isActive: false } }));
  await bed.chain.fund(wallet.address, 200_000n);
  const continues = page.getByRole("dialog", { name: "Continue in Base Account" });
  await expect(continues).toBeVisible();
  const downloading = page.waitForEvent("download");
  await approve(page, () => continues.getByRole("button", { name: "Open Base Account" }).click());
  expect((await readDownload(await downloading)).sha256).toBe(sale.sha256);
  await leave();
});

test("the page for newcomers: the steps, their minutes, and the lowest price of each kind of wallet @phone", async ({
  browser,
}) => {
  const { page, leave } = await newGuest(browser);
  await page.goto(`${bed.app.url}/wallets`);
  const main = page.getByRole("main");
  for (const words of ["About 1 minute", "About 5 minutes", "About 10 minutes the first time", "A few seconds"]) {
    await expect(main.getByText(words)).toBeVisible();
  }
  await expect(main.getByRole("row", { name: "Devnet $0.01 $0.09" })).toBeVisible();
  await expect(main.getByText("Your wallet can be empty.")).toBeVisible();
  await leave();
});
