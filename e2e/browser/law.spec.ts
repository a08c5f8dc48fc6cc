import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { localeNames } from "../../lib/i18n/locales";
import { openOwnFile, openTab } from "../dashboard";
import { type InjectedWallet, injectWallet } from "../injected-wallet";
import { newVisitor, readDownload, sha256, untilAlive } from "../shop-pages";
import { type Stack, startStack } from "../stack";

/** A shop whose operator chooses the sellers, has terms, and asks buyers for the waiver: a server of its own. */

// One server for all of them.
test.describe.configure({ mode: "default" });

const newAccount = () => privateKeyToAccount(generatePrivateKey());
const seller = newAccount();
const WAIVER = /I agree that the download starts immediately/;

let stack: Stack;
test.beforeAll(async () => {
  stack = await startStack({
    SELLERS: seller.address,
    OPERATOR_NAME: "Ada’s kiosk",
    OPERATOR_CONTACT: "ada@shop.example",
    WITHDRAWAL_WAIVER: "on",
  });
  mkdirSync(join(stack.dataDir, "pages"));
  writePage("terms.md", "## Be fair\n\nNo [tricks](javascript:alert(1)). <b>None.</b>\n");
  writePage("terms.fr.md", "## Soyez honnête\n");
  writePage("imprint.md", "By [[your name]].\n");
});
test.afterAll(() => stack?.stop());

const writePage = (name: string, text: string) => writeFileSync(join(stack.dataDir, "pages", name), text);

async function visit(browser: Browser, account?: PrivateKeyAccount) {
  const visitor = await newVisitor(browser, async (context) => {
    if (account) await injectWallet(context, { name: "My Wallet", account });
  });
  const open = (path: string) => visitor.page.goto(`${stack.app.url}${path}`);
  return { ...visitor, open };
}

async function useWallet(page: Page) {
  await page.getByRole("dialog").getByRole("button", { name: "My Wallet" }).click();
}

async function signInToSell(page: Page) {
  await page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await useWallet(page);
}

/** The wallet is connected already. */
async function signInAgain(page: Page) {
  await page.getByRole("button", { name: "Connect wallet and sign in" }).click();
}

test("visitors see the shop, not an invitation to upload; a wallet that may not sell reads so before it chooses a file", async ({
  browser,
}) => {
  const visitor = await visit(browser, newAccount());
  const { page } = visitor;
  await visitor.open("/");
  await expect(page.getByRole("heading", { level: 1, name: "Ada’s kiosk" })).toBeVisible();
  await expect(page.locator('input[type="file"]')).toHaveCount(0);
  await page.getByRole("navigation", { name: "Main menu" }).getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await useWallet(page);
  await expect(page.getByText("This wallet may not sell here: only wallets chosen by the operator may.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Sell a file" })).toHaveCount(0);
  await visitor.open("/sell");
  await expect(page.getByText("This wallet may not sell here.")).toBeVisible();
  await expect(page.locator('input[type="file"]')).toHaveCount(0);
  await visitor.leave();
});

test("a seller whose wallet is switched to one that may not sell reads so, and nothing seems to be in progress", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const stranger = newAccount();
  let wallet: InjectedWallet | undefined;
  const { page, leave } = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { name: "My Wallet", account: seller, others: [stranger] });
  });
  await page.goto(`${stack.app.url}/sell`);
  await signInToSell(page);
  // The upload is still on its way.
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/api\/uploads\/./, async (route) => {
    await released;
    await route.continue();
  });
  await page.locator('input[type="file"]').setInputFiles({ name: "a.txt", mimeType: "", buffer: randomBytes(100) });
  await page.getByLabel("Price").fill("0.25");
  await wallet?.select(page, stranger);
  await page.getByRole("button", { name: /^Sign in as/ }).click();
  await expect(page.getByText("This wallet may not sell here.")).toBeVisible();
  const button = page.getByRole("button", { name: "Get the link", exact: true });
  await button.click();
  await expect(button).not.toHaveAttribute("aria-disabled");
  await expect(page.getByText("The link appears as soon as the upload is done.")).toBeHidden();
  release();
  await leave();
});

test("the operator's pages: shown once they are filled in, in the reader's language, and harmless", async ({
  browser,
}) => {
  const visitor = await visit(browser);
  const { page } = visitor;
  await visitor.open("/");
  const footer = page.getByRole("contentinfo");
  await expect(footer.getByRole("link", { name: "Imprint" })).toHaveCount(0);
  expect((await visitor.open("/imprint"))?.status()).toBe(404);
  await visitor.open("/");
  await footer.getByRole("link", { name: "Terms" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Be fair" })).toBeVisible();
  await expect(page.getByText("[tricks](javascript:alert(1)). <b>None.</b>")).toBeVisible();

  await visitor.context.addCookies([{ name: "fk_locale", value: "fr", url: stack.app.url }]);
  await visitor.open("/terms");
  await expect(page.getByRole("heading", { level: 2, name: "Soyez honnête" })).toBeVisible();
  await visitor.context.addCookies([{ name: "fk_locale", value: "ar", url: stack.app.url }]);
  await visitor.open("/terms");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page.getByRole("heading", { level: 2, name: "Be fair" })).toBeVisible();
  await visitor.leave();
});

test("security.txt and robots.txt say who to tell, and what is nobody's business", async () => {
  const text = await (await fetch(`${stack.app.url}/.well-known/security.txt`)).text();
  expect(text).toMatch(
    /^Contact: mailto:ada@shop\.example\nExpires: \S+\nCanonical: \S+\/\.well-known\/security\.txt\n$/,
  );
  const robots = await fetch(`${stack.app.url}/robots.txt`);
  expect(robots.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(await robots.text()).toContain("Disallow: /api/\n");
});

test("a seller accepts the terms and lists a file; a buyer agrees to the waiver, pays, and has it in the receipt; both take their data and erase it", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const title = `Field notes ${randomBytes(3).toString("hex")}`;
  const bytes = randomBytes(20_000);
  const shop = await visit(browser, seller);
  await shop.open("/sell");
  await signInToSell(shop.page);
  await shop.page
    .locator('input[type="file"]')
    .setInputFiles({ name: "notes.pdf", mimeType: "application/pdf", buffer: bytes });
  await shop.page.getByLabel("Price").fill("0.30");
  await shop.page.getByLabel("Title").fill(title);
  await expect(shop.page.getByLabel("Show in the shop’s list")).toBeChecked();
  const terms = shop.page.getByLabel(/I accept the terms of this server/);
  await expect(terms.or(shop.page.getByText("You sell as"))).not.toHaveCount(0);
  await untilAsked(shop.page);
  if (await terms.isVisible()) {
    await shop.page.getByRole("button", { name: "Get the link" }).click();
    await expect(shop.page.getByText("Accept the terms to publish your file.")).toBeVisible();
    await terms.check();
  }
  await shop.page.getByRole("button", { name: "Get the link" }).click();
  await expect(shop.page.getByRole("heading", { name: "Your link is ready" })).toBeVisible();

  const account = newAccount();
  await stack.chain.fund(account.address, 1_000_000n);
  const buyer = await visit(browser, account);
  await buyer.open("/");
  await buyer.page.getByRole("link", { name: title }).click();
  await expect(buyer.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await untilAlive(buyer.page);
  const pay = buyer.page.getByRole("button", { name: /^Pay / });
  await pay.click();
  await expect(buyer.page.getByLabel(WAIVER)).toBeFocused();
  await expect(buyer.page.getByRole("dialog")).toHaveCount(0);
  await buyer.page.getByLabel(WAIVER).check();
  await pay.click();
  const downloading = buyer.page.waitForEvent("download");
  await useWallet(buyer.page);
  await expect(buyer.page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  expect((await readDownload(await downloading)).sha256).toBe(sha256(bytes));
  await buyer.page.getByText("Receipt", { exact: true }).click();
  await expect(buyer.page.getByText("Right of withdrawal")).toBeVisible();

  await buyer.open("/purchases");
  await signInAgain(buyer.page);
  const own = await downloadData(buyer.page);
  expect(own.payments).toMatchObject([{ state: "paid", withdrawalWaivedAt: expect.any(String) }]);
  await erase(buyer.page);
  await expect(buyer.page.getByRole("button", { name: "Connect wallet and sign in" })).toBeVisible();
  await signInAgain(buyer.page);
  const downloadedAgain = buyer.page.waitForEvent("download");
  await buyer.page.getByRole("link", { name: /^Download Field notes/ }).click();
  expect((await readDownload(await downloadedAgain)).sha256).toBe(sha256(bytes));

  const card = await openOwnFile(shop.page, title, stack.app.url);
  await card.getByRole("checkbox", { name: "Show in the shop’s list" }).uncheck();
  await card.getByRole("button", { name: "Save", exact: true }).click();
  await expect(card.getByText("Saved.")).toBeVisible();
  await buyer.open("/");
  await expect(buyer.page.getByRole("link", { name: title })).toHaveCount(0);
  await openTab(shop.page, "settings", stack.app.url);
  const sold = await downloadData(shop.page);
  expect(sold.seller).toMatchObject({ address: seller.address.toLowerCase(), termsHash: expect.any(String) });
  await erase(shop.page);
  await expect(shop.page.getByRole("button", { name: "Connect wallet and sign in" })).toBeVisible();
  for (const visitor of [shop, buyer]) await visitor.leave();
});

/** The form has asked the server for its terms. */
async function untilAsked(page: Page) {
  await expect(page.getByText("You sell as")).toBeVisible();
  await page.waitForLoadState("networkidle");
}

async function downloadData(page: Page) {
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download my data" }).click();
  return JSON.parse(readFileSync(await (await saving).path(), "utf8"));
}

async function erase(page: Page) {
  await page.getByRole("button", { name: "Erase my data" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/^What stays:/)).toBeVisible();
  await dialog.getByRole("button", { name: "Erase" }).click();
}

test("front page, selling, terms and a file with the waiver hold in every language: for axe and at 320 px", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const visitor = await visit(browser, newAccount());
  const { page, context } = visitor;
  await page.setViewportSize({ width: 320, height: 640 });
  const found: string[] = [];
  for (const locale of localeNames) {
    await context.addCookies([{ name: "fk_locale", value: locale, url: stack.app.url }]);
    for (const path of ["/", "/sell", "/terms"]) {
      await visitor.open(path);
      await untilAlive(page);
      if (path === "/sell") await expect(page.locator("main button").first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze();
      found.push(...violations.map(({ id, nodes }) => `${locale} ${path} ${id} ${nodes[0]?.html}`));
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      const menu = await page.evaluate(() => document.querySelector("header")?.offsetHeight);
      if (width > 320 || menu !== 68) found.push(`${locale} ${path} is ${width} px wide, its menu ${menu} px high`);
    }
  }
  expect(found).toEqual([]);
  await visitor.leave();
});
