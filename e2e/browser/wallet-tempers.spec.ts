import { randomBytes } from "node:crypto";
import { type Browser, type BrowserContext, expect, type Route, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { expectSignedIn, openRefund, openTab } from "../dashboard";
import { type InjectedWallet, injectWallet } from "../injected-wallet";
import { appUrl, balanceOf, fund, newVisitor, sellFile } from "../shop-pages";
import { alertOf, expectPaid, MONEY, newBuyer, newSale, PRICE, pay, pickWallet, signaturesOf } from "../troubled-buyer";
import { TEMPERS, type Temper, type TemperName } from "../wallet-tempers";

/** The test wallet in each of its tempers: it signs in, sells, refunds and buys, or says what to do. */

const DEVNET = 31337;
const newAccount = () => privateKeyToAccount(generatePrivateKey());
const names = Object.keys(TEMPERS) as TemperName[];
const declining = names.filter((name) => "declines" in TEMPERS[name]);

/** Wallets that do not know the network are asked to add it, others to switch only. */
const knowsOf = (name: TemperName) => (/unknown|added/.test(name) ? [] : [DEVNET]);

async function newSeller(browser: Browser, temper: Temper, knows: number[]) {
  let wallet: InjectedWallet | undefined;
  const visitor = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { name: "Seller Wallet", temper, knows });
  });
  if (!wallet) throw new Error("no wallet");
  return { ...visitor, wallet };
}

/** One of each kind that does not sell below; the others are in the long run, and in the unit tests. */
const oftenBuying: TemperName[] = [
  "promise of a switch never kept",
  "no accounts listed",
  "network unknown in its own language, without a code",
  "network unknown, in silence",
  "network lags, without events",
  "a list of accounts as a text",
  "chain ids in an object",
  "signatures as a whole response",
  "never answers what it does not know",
];
const oftenSelling: TemperName[] = ["promise of a switch never kept", "no accounts listed", "signatures in an object"];
const oftenDeclining: TemperName[] = ["declines in a text", "declines by its closed window"];
const when = (often: TemperName[], name: TemperName) => (often.includes(name) ? "" : " @long");

for (const name of names) {
  test(`a wallet that behaves like this buys: ${name}${when(oftenBuying, name)}`, async ({ browser }) => {
    const sale = await newSale();
    const buyer = await newBuyer(browser, { knows: knowsOf(name), temper: TEMPERS[name] });
    await buyer.page.goto(sale.file.url);
    await pay(buyer.page);
    await expectPaid(buyer.page);
    expect(signaturesOf(buyer.wallet)).toBe(1);
    expect(buyer.wallet.asked.filter((method) => method === "wallet_addEthereumChain").length).toBe(
      knowsOf(name).length === 0 ? 1 : 0,
    );
    expect(await buyer.balance()).toBe(MONEY - PRICE);
    await buyer.leave();
  });
}

for (const name of declining) {
  test(`a refusal is taken for one, nothing is charged, and the next try pays: ${name}${when(oftenDeclining, name)}`, async ({
    browser,
  }) => {
    const sale = await newSale();
    const buyer = await newBuyer(browser, { knows: [DEVNET], temper: TEMPERS[name] });
    await buyer.page.goto(sale.file.url);
    buyer.wallet.rejectNext();
    await pay(buyer.page);
    await expect(alertOf(buyer.page)).toContainText("You declined in your wallet.");
    await expect(alertOf(buyer.page)).toContainText("nothing was charged");
    await buyer.page.getByRole("button", { name: "Try again" }).click();
    await expectPaid(buyer.page);
    await buyer.leave();
  });
}

/** Those that are special about signing in and about switching; how each buys was seen above. */
const selling: TemperName[] = [
  "network unknown in its own language, without a code",
  "network lags, without events",
  "promise of a switch never kept",
  "accounts as a whole response",
  "no accounts listed",
  "chain ids in an object",
  "signatures without 0x",
  "signatures in an object",
  "never answers what it does not know",
];
for (const name of selling) {
  test(`a wallet that behaves like this sells, signs in and refunds: ${name}${when(oftenSelling, name)}`, async ({
    browser,
  }) => {
    const seller = await newSeller(browser, TEMPERS[name], knowsOf(name));
    const buyer = await newBuyer(browser, { knows: [DEVNET] });
    const link = await sellFile(seller.page, "Seller Wallet", {
      name: "a.pdf",
      bytes: randomBytes(999),
      price: "0.25",
    });
    await buyer.page.goto(link);
    await pay(buyer.page);
    await expectPaid(buyer.page);
    const dialog = await openRefund(seller.page, "Refund the payment for a");
    await dialog.getByRole("button", { name: "Refund 0.25 USDC" }).click();
    // A wallet that lists no accounts is not found again by itself.
    if (name === "no accounts listed") await dialog.getByRole("button", { name: "Seller Wallet" }).click();
    await expect(dialog.getByText("0.25 USDC went back to the buyer.")).toBeVisible({ timeout: 30_000 });
    expect(await buyer.balance()).toBe(MONEY);
    await seller.leave();
    await buyer.leave();
  });
}

test("two wallets of one maker: the one that is picked is asked, whichever it is", async ({ browser }) => {
  const [first, second] = [newAccount(), newAccount()];
  const wallets: InjectedWallet[] = [];
  const prepare = async (context: BrowserContext) => {
    for (const account of [first, second]) {
      wallets.push(await injectWallet(context, { name: "Twin Wallet", account, knows: [DEVNET] }));
    }
  };
  for (const { address } of [first, second]) await fund(address, MONEY);
  const visitor = await newVisitor(browser, prepare);
  const [one, two] = wallets;
  if (!one || !two) throw new Error("no wallets");

  const sale = await newSale();
  await visitor.page.goto(sale.file.url);
  await visitor.page.getByRole("button", { name: /^Pay / }).click();
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Twin Wallet (2)" }).click();
  await expectPaid(visitor.page);
  expect([signaturesOf(one), signaturesOf(two)]).toEqual([0, 1]);
  expect(await balanceOf(first.address)).toBe(MONEY);
  expect(await balanceOf(second.address)).toBe(MONEY - PRICE);

  // Nobody knows which it was: the list again, and the other one signs in.
  await visitor.page.goto(`${appUrl()}/purchases`);
  await visitor.page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await visitor.page.getByRole("dialog").getByRole("button", { name: "Twin Wallet", exact: true }).click();
  await expect(visitor.page.getByText("Signed in as")).toBeVisible();
  expect(two.asked).not.toContain("personal_sign");
  expect(one.asked).toContain("personal_sign");
  await visitor.leave();
});

test("a wallet that is given up on connects late: the one that was picked after it pays", async ({ browser }) => {
  let other: InjectedWallet | undefined;
  const sale = await newSale();
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  await buyer.page.context().close();
  const visitor = await newVisitor(browser, async (context) => {
    other = await injectWallet(context, { name: "Slow Wallet", rdns: "example.slow", knows: [DEVNET] });
    await injectWallet(context, { name: "Buyer Wallet", account: buyer.wallet.account, knows: [DEVNET] });
  });
  if (!other) throw new Error("no wallet");
  await visitor.page.goto(sale.file.url);
  other.failNext("eth_requestAccounts", "never");
  await visitor.page.getByRole("button", { name: /^Pay / }).click();
  const dialog = visitor.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Slow Wallet" }).click();
  await dialog.getByRole("button", { name: "Choose another wallet" }).click();
  await pickWallet(visitor.page);
  await expectPaid(visitor.page);
  expect(signaturesOf(other)).toBe(0);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await visitor.leave();
});

test("what a wallet says is shown below ours: as text, bounded, and in its own direction", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  await buyer.page.goto(sale.file.url);
  const said = "Ledger device: Please enable Blind signing <b>now</b> (0x6a80)\u202e\n";
  buyer.wallet.failNext("eth_signTypedData_v4", { code: -32603, message: said + "x".repeat(1_000) });
  await pay(buyer.page);
  const alert = alertOf(buyer.page);
  await expect(alert).toContainText("The wallet did not answer as expected.");
  const shown = alert.locator("bdi", { hasText: "Blind signing" });
  await expect(shown).toContainText("Ledger device: Please enable Blind signing <b>now</b> (0x6a80)");
  const text = (await shown.textContent()) ?? "";
  expect(text.length).toBeLessThan(220);
  expect(text).not.toContain("\u202e");
  await expect(shown.locator("b")).toHaveCount(0);
  await buyer.page.getByRole("button", { name: "Try again" }).click();
  await expectPaid(buyer.page);
  await buyer.leave();
});

test("another account is selected: while money is missing the page follows it, and it pays", async ({ browser }) => {
  const [poor, rich] = [newAccount(), newAccount()];
  await fund(rich.address, MONEY);
  let wallet: InjectedWallet | undefined;
  const visitor = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { name: "Buyer Wallet", account: poor, others: [rich], knows: [DEVNET] });
  });
  if (!wallet) throw new Error("no wallet");
  const sale = await newSale();
  await visitor.page.goto(sale.file.url);
  await pay(visitor.page);
  await expect(visitor.page.getByText("You need 0.25 more USDC on Devnet.")).toBeVisible();
  await expect(visitor.page.getByText(poor.address)).toBeVisible();
  await wallet.select(visitor.page, rich);
  await expectPaid(visitor.page);
  expect(await balanceOf(rich.address)).toBe(MONEY - PRICE);
  await visitor.leave();
});

test("another account is selected while the page is preparing: nothing is signed by the wrong one, and it says so", async ({
  browser,
}) => {
  const [first, second] = [newAccount(), newAccount()];
  for (const { address } of [first, second]) await fund(address, MONEY);
  let wallet: InjectedWallet | undefined;
  const visitor = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { name: "Buyer Wallet", account: first, others: [second], knows: [DEVNET] });
  });
  if (!wallet) throw new Error("no wallet");
  const sale = await newSale();
  await visitor.page.goto(sale.file.url);
  const prepares = async (route: Route) => {
    await wallet?.select(visitor.page, second);
    await route.continue();
  };
  await visitor.page.route("**/api/balances?*", prepares, { times: 1 });
  await pay(visitor.page);
  await expect(alertOf(visitor.page)).toContainText("Your wallet is on another account now.");
  expect(signaturesOf(wallet)).toBe(0);
  await visitor.page.getByRole("button", { name: "Try again" }).click();
  await expectPaid(visitor.page);
  expect([await balanceOf(first.address), await balanceOf(second.address)]).toEqual([MONEY, MONEY - PRICE]);
  await visitor.leave();
});

test("another account is selected after signing in: dashboard, sell form and purchases say whose session it is", async ({
  browser,
}) => {
  const [first, second] = [newAccount(), newAccount()];
  let wallet: InjectedWallet | undefined;
  const visitor = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { name: "Seller Wallet", account: first, others: [second], knows: [DEVNET] });
  });
  if (!wallet) throw new Error("no wallet");
  const { page } = visitor;
  await sellFile(page, "Seller Wallet", { name: "a.pdf", bytes: randomBytes(999), price: "0.25" });
  await page.getByRole("link", { name: "Go to your files" }).click();
  await expectSignedIn(page);
  const switched = page.getByRole("status").filter({ hasText: "Your wallet is now on" });
  await expect(page.getByText("Signed in as").getByTitle(first.address.toLowerCase())).toBeVisible();
  await expect(switched).toHaveCount(0);
  await wallet.select(page, second);
  await expect(switched).toContainText("You are still signed in as");
  await expect(switched.getByTitle(second.address)).toHaveCount(2);
  await expect(switched.getByTitle(first.address.toLowerCase())).toBeVisible();

  await page.goto(appUrl());
  await page.locator('input[type="file"]').setInputFiles({ name: "b.pdf", mimeType: "", buffer: randomBytes(99) });
  await expect(switched).toBeVisible();
  await switched.getByRole("button", { name: /^Sign in as/ }).click();
  await expect(page.getByText("You sell as").getByTitle(second.address.toLowerCase())).toBeVisible();
  await expect(switched).toHaveCount(0);

  await page.goto(`${appUrl()}/purchases`);
  await page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await expect(page.getByText("Signed in as").getByTitle(second.address.toLowerCase())).toBeVisible();
  await wallet.select(page, first);
  await expect(switched).toBeVisible();
  await visitor.leave();
});

test("what is signed after Close counts for nothing: refund, payout address, sign-in", async ({ browser }) => {
  const seller = await newSeller(browser, {}, [DEVNET]);
  const { page, wallet } = seller;
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  const link = await sellFile(page, "Seller Wallet", { name: "a.pdf", bytes: randomBytes(999), price: "0.25" });
  await buyer.page.goto(link);
  await pay(buyer.page);
  await expectPaid(buyer.page);
  const posted: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === "POST" && !/statement|nonce/.test(pathname)) posted.push(pathname);
  });

  /** Presses `start`, leaves by `close` while the wallet asks, and lets it sign then. */
  async function signAfter(start: () => Promise<void>, close: () => Promise<void>) {
    let sign: () => void = () => {};
    const asking = new Promise<void>((resolve) => {
      wallet.beforeSigning(() => {
        resolve();
        return new Promise((signed) => (sign = signed));
      });
    });
    await start();
    await asking;
    await close();
    sign();
  }
  const close = () => page.getByRole("dialog").getByRole("button", { name: "Close" }).first().click();

  await signAfter(
    async () =>
      (await openRefund(page, "Refund the payment for a")).getByRole("button", { name: "Refund 0.25 USDC" }).click(),
    close,
  );
  await signAfter(
    async () => {
      await openTab(page, "settings");
      await page.getByRole("button", { name: "Change payout address" }).click();
      await page.getByLabel("New address").fill(newAccount().address);
      await page.getByRole("button", { name: "Confirm with your wallet" }).click();
    },
    () => page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click(),
  );
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await signAfter(
    () => page.getByRole("button", { name: "Connect wallet and sign in" }).click(),
    () => page.getByRole("button", { name: "Cancel" }).click(),
  );
  await page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await expectSignedIn(page);
  expect(posted).toEqual(["/api/sign-out", "/api/sign-in"]);
  expect(await buyer.balance()).toBe(MONEY - PRICE);
  await seller.leave();
  await buyer.leave();
});

test("leaving while the network is being switched asks for no signature", async ({ browser }) => {
  const sale = await newSale();
  const buyer = await newBuyer(browser, { knows: [DEVNET] });
  await buyer.page.goto(sale.file.url);
  buyer.wallet.failNext("wallet_switchEthereumChain", "never");
  await pay(buyer.page);
  await expect(buyer.page.getByText("switch it yourself: this page will notice")).toBeVisible();
  await buyer.page.getByRole("button", { name: "Cancel" }).click();
  await expect(buyer.page.getByRole("button", { name: /^Pay / })).toBeVisible();
  expect(signaturesOf(buyer.wallet)).toBe(0);
  await buyer.leave();
});
