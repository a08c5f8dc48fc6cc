import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { allMessages } from "../../lib/i18n/all-messages";
import { type Locale, localeNames } from "../../lib/i18n/locales";
import { openOwnFile } from "../dashboard";
import { newOperator, OPERATORS_WALLET, signInAsOperator } from "../operator-pages";
import { keepLonger, loseBytes, MONTH, newPayer, sellKept } from "../paid-storage";
import type { Seller } from "../seller";
import { newVisitor, untilAlive } from "../shop-pages";
import { type Stack, startStack } from "../stack";

/** What the operator received for storage, owes and pays back. One wallet signs in and is paid. */

const operator = privateKeyToAccount(generatePrivateKey());
/** Set to a folder, it gets pictures of the pages. */
const shots = process.env.OPERATOR_SHOTS;
let stack: Stack;

// One shop and one chain for all: the operator's money is counted, and blocks are held back.
test.describe.configure({ mode: "default" });
test.beforeAll(async () => {
  stack = await startStack({ ADMINS: operator.address, STORAGE_PRICE: "1000", STORAGE_PAY_TO: operator.address });
});
test.afterAll(() => stack?.stop());

async function shoot(page: Page, name: string): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond).toBeLessThanOrEqual(0);
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${test.info().project.name}-${name}.png`), fullPage: true });
}

const at = (path: string) => `${stack.app.url}${path}`;
const balance = ({ address }: { address: `0x${string}` }) => stack.chain.usdcBalance(address);
const t = allMessages.en.keeping;

/** Rows of the table on the page, without its head. */
const rowsOf = (page: Page) => page.locator("tbody").getByRole("row");

async function openDialog(page: Page, button: string): Promise<Locator> {
  await untilAlive(page);
  await page.getByRole("button", { name: button, exact: true }).click();
  return page.getByRole("dialog");
}

/** A browser in which somebody is signed in as the seller. */
async function sellersBrowser(browser: Browser, { cookie }: Seller) {
  const visitor = await newVisitor(browser);
  const cookies = cookie.split("; ").map((pair) => {
    const equals = pair.indexOf("=");
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1), url: stack.app.url };
  });
  await visitor.context.addCookies(cookies);
  return visitor;
}

test("storage is paid for, lost and ended; the operator pays one back, exactly and once @desktop", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const [payer, stranger, other] = await Promise.all(
    [MONTH * 2n, MONTH, MONTH * 3n].map((sum) => newPayer(stack, sum)),
  );
  if (!payer || !stranger || !other) throw new Error("no payers");
  const received = await balance(operator);
  const { seller, file: lost } = await sellKept(stack, payer, "Field notes", 60);
  await keepLonger(stack, stranger, lost.id, 30);
  const { seller: second, file: ended } = await sellKept(stack, other, "Atlas", 90);
  expect(await balance(operator)).toBe(received + 6n * MONTH);

  // What was received: each payment with its transaction, and nothing owed.
  const { page, context, wallet, leave } = await newOperator(browser, operator);
  await signInAsOperator(page, at("/operator/storage"));
  await expect(page.getByRole("heading", { name: t.title })).toBeVisible();
  const main = page.getByRole("main");
  await expect(main).toContainText("For storage you received $0.12 in 3 payments.");
  await expect(main).toContainText(t.nothingOwed);
  await expect(rowsOf(page)).toHaveCount(3);
  for (const [row, what] of ["Atlas", "Field notes", "Field notes"].entries()) {
    await expect(rowsOf(page).nth(row)).toContainText(what);
    await expect(rowsOf(page).nth(row).locator("[title]").last()).toHaveAttribute("title", /^0x[0-9a-f]{64}$/);
  }
  await shoot(page, "storage-received");
  await page.getByRole("link", { name: t.seeOwed }).click();
  await expect(page.getByText(t.noneOwed)).toBeVisible();

  // The bytes are lost; while they are here, that is refused.
  await page.goto(at(`/operator/files/${lost.id}`));
  const loss = await openDialog(page, t.lost);
  await shoot(page, "loss");
  await loss.getByRole("button", { name: t.lostNow }).click();
  await expect(loss.getByRole("alert")).toContainText("all here");
  await loseBytes(stack, lost.id);
  await loss.getByRole("button", { name: t.lostNow }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText("Bytes deleted").first()).toBeVisible();
  await expect(page.getByRole("button", { name: t.end, exact: true })).toHaveCount(0);

  // The storage of another file ends, first on a later day, then as soon as can be.
  await page.goto(at(`/operator/files/${ended.id}`));
  const end = await openDialog(page, t.end);
  await end.getByLabel(t.endOn).fill(dayIn(45));
  await shoot(page, "end");
  await end.getByRole("button", { name: t.endNow }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText(t.endsAt, { exact: true })).toBeVisible();
  await (await openDialog(page, t.end)).getByRole("button", { name: t.endNow }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("button", { name: t.end, exact: true })).toHaveCount(0);
  await shoot(page, "file-ended");

  // What is owed waits under what needs attention.
  await page.goto(at("/operator"));
  const waiting = page.getByRole("listitem").filter({ hasText: "$0.10" });
  await waiting.getByRole("link").click();
  await page.waitForURL("**/operator/storage?which=owed");
  // The day on which Atlas was to end had begun: it is owed at both ends.
  await expect(main).toContainText("You owe $0.100667 for unused days of 3 payments.");
  await expect(rowsOf(page)).toHaveCount(3);
  await shoot(page, "storage-owed");

  // One of them is paid back: pressed twice, in two tabs, and loaded again while it is confirmed.
  const owed = rowsOf(page).filter({ hasText: "More time" });
  const button = `Pay $0.02 back to ${stranger.address.slice(0, 6)}`;
  const tab = await context.newPage();
  await tab.goto(page.url());
  await openPayBack(tab, button);
  const before = { operator: await balance(operator), payer: await balance(stranger) };
  await stack.chain.rpc("evm_setAutomine", [false]);
  const dialog = await openPayBack(page, button);
  await shoot(page, "pay-back");
  await dialog.getByRole("button", { name: /^Sign and pay back/ }).dblclick();
  const wallets = page.getByRole("dialog").getByRole("button", { name: OPERATORS_WALLET });
  await expect(wallets.or(dialog.getByText(t.confirming)).first()).toBeVisible({ timeout: 30_000 });
  if (await wallets.isVisible()) await wallets.click();
  await expect
    .poll(() => stack.chain.rpc<{ pending: string }>("txpool_status", []).then(({ pending }) => Number(pending)))
    .toBeGreaterThan(0);
  await page.reload();
  await expect(owed).toContainText(t.payingBack);
  await expect(owed.getByRole("button")).toHaveCount(0);
  await shoot(page, "paying-back");
  await signInTab(tab);
  await expect(tab.getByText(t.confirming)).toBeVisible({ timeout: 30_000 });
  await stack.chain.rpc("evm_setAutomine", [true]);
  await stack.chain.mine();
  await expect
    .poll(async () => {
      await page.reload();
      return rowsOf(page).count();
    })
    .toBe(2);
  await expect(owed).toHaveCount(0);
  await expect(main).toContainText("You owe $0.080667 for unused days of 2 payments.");
  expect(await balance(operator)).toBe(before.operator - MONTH);
  expect(await balance(stranger)).toBe(before.payer + MONTH);
  expect(await balance(stranger)).toBe(MONTH);
  expect(wallet.asked.filter((method) => method === "eth_signTypedData_v4").length).toBeLessThanOrEqual(2);
  await page.getByRole("link", { name: t.seeAll }).click();
  const paidBack = rowsOf(page).filter({ hasText: "More time" });
  await expect(paidBack).toContainText("$0.02 paid back");
  // Its payment and its refund.
  await expect(paidBack.locator("[title^='0x']").filter({ hasText: /^0x.{4}…/ })).toHaveCount(3);
  await expect(main).toContainText("For storage you received $0.10 in 2 payments.");
  await shoot(page, "storage-after");

  // Each step is in the log.
  expect(await logOf(page, `file ${lost.id}`)).toEqual(["storage-ended: why: lost"]);
  expect(await logOf(page, `file ${ended.id}`)).toEqual(["storage-ended: why: ended", "storage-ended: why: ended"]);
  await page.goto(at("/operator/audit?act=refund-started"));
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText(`amount: ${MONTH}`);
  await shoot(page, "audit");
  await leave();

  await whatPeopleRead(browser, { seller, lost: lost.url, second, ended: ended.url });
});

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function openPayBack(page: Page, button: string): Promise<Locator> {
  await untilAlive(page);
  await page.getByRole("button", { name: button }).click();
  return page.getByRole("dialog").first();
}

async function signInTab(tab: Page): Promise<void> {
  await tab.getByRole("button", { name: /^Sign and pay back/ }).click();
  const wallets = tab.getByRole("dialog").getByRole("button", { name: OPERATORS_WALLET });
  await expect(wallets.or(tab.getByText(t.confirming)).first()).toBeVisible({ timeout: 30_000 });
  if (await wallets.isVisible()) await wallets.click();
}

/** What the log says of a subject, by what was done and why. */
async function logOf(page: Page, subject: string): Promise<string[]> {
  await page.goto(at(`/operator/audit?${new URLSearchParams({ subject })}`));
  const rows = await rowsOf(page).allInnerTexts();
  return rows
    .filter((row) => row.includes("storage-ended"))
    .map((row) => `storage-ended: ${/why: \w+/.exec(row)?.[0]}`);
}

type Ends = { seller: Seller; lost: string; second: Seller; ended: string };

/** The files' pages and the sellers' dashboards say what happened. */
async function whatPeopleRead(browser: Browser, { seller, lost, second, ended }: Ends): Promise<void> {
  const { files, sellers } = allMessages.en;
  const visitor = await newVisitor(browser);
  await visitor.page.goto(lost);
  await expect(visitor.page.getByText(files.lostTitle)).toBeVisible();
  await shoot(visitor.page, "page-lost");
  await visitor.page.goto(ended);
  await expect(visitor.page.getByText(/^The operator of this server ends its storage on/)).toBeVisible();
  await expect(visitor.page.getByRole("button", { name: "Keep this file longer" })).toHaveCount(0);
  await shoot(visitor.page, "page-ended");
  await visitor.leave();

  const first = await sellersBrowser(browser, seller);
  await first.page.goto(lost);
  await expect(first.page.getByText(files.lostTitle)).toBeVisible();
  await first.page.goto(at("/dashboard"));
  await expect(first.page.getByText(sellers.lostWhy)).toBeVisible();
  await shoot(first.page, "dashboard-lost");
  await first.leave();

  const owner = await sellersBrowser(browser, second);
  await owner.page.goto(at("/dashboard"));
  await expect(owner.page.getByText(sellers.operatorEndsWhy)).toBeVisible();
  await shoot(owner.page, "dashboard-ended");
  const card = await openOwnFile(owner.page, undefined, stack.app.url);
  await expect(card.getByText(sellers.operatorEnds)).toBeVisible();
  await owner.leave();
}

for (const locale of localeNames) {
  test(`what was received and is owed fits the screen: in ${locale} @phone`, async ({ browser }) => {
    test.setTimeout(120_000);
    const payer = await newPayer(stack, MONTH * 3n);
    const { seller, file } = await sellKept(stack, payer, "Herbarium", 90);
    const { context, page, leave } = await newOperator(browser, operator);
    await context.addCookies([{ name: "fk_locale", value: locale, url: stack.app.url }]);
    await signInAsOperator(page, at(`/operator/files/${file.id}`), locale);
    await endNow(page, locale);
    const words = allMessages[locale].keeping;
    await page.goto(at("/operator/storage?which=owed"));
    await expect(page.getByRole("heading", { name: words.title })).toBeVisible();
    await shoot(page, `storage-owed-${locale}`);
    await rowsOf(page).filter({ hasText: "Herbarium" }).first().getByRole("button").click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await shoot(page, `pay-back-${locale}`);
    await page.goto(file.url);
    await shoot(page, `page-ended-${locale}`);
    await leave();

    const owner = await sellersBrowser(browser, seller);
    await owner.context.addCookies([{ name: "fk_locale", value: locale, url: stack.app.url }]);
    await owner.page.goto(at("/dashboard"));
    await expect(owner.page.getByText(allMessages[locale].sellers.operatorEndsWhy)).toBeVisible();
    await shoot(owner.page, `dashboard-ended-${locale}`);
    await owner.leave();
  });
}

async function endNow(page: Page, locale: Locale): Promise<void> {
  const words = allMessages[locale].keeping;
  const end = await openDialog(page, words.end);
  await end.getByRole("button", { name: words.endNow }).click();
  await expect(page.getByText(words.endsAt, { exact: true })).toBeVisible();
}
