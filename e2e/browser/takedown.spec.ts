import { randomBytes } from "node:crypto";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { DAY } from "../../lib/clock";
import { closeDb, db } from "../../lib/db/client";
import { allMessages } from "../../lib/i18n/all-messages";
import { type Locale, localeNames } from "../../lib/i18n/locales";
import { resetSettings } from "../../lib/settings/settings";
import { fileRows, openTab } from "../dashboard";
import { injectWallet } from "../injected-wallet";
import { decideOnPage, newOperator, signInAsOperator } from "../operator-pages";
import { payButton } from "../pages-of-a-shop";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { newVisitor, readDownload, untilAlive } from "../shop-pages";
import { devnetEnv, type Stack, startStack } from "../stack";

/** A takedown from the report to the appeal, as each of the people sees it. */

const operator = privateKeyToAccount(generatePrivateKey());
const PRICE = 250_000n;
let stack: Stack;

// One shop and one chain for all: a block is held back for each in turn.
test.describe.configure({ mode: "default" });

test.beforeAll(async () => {
  const secret = randomBytes(32).toString("hex");
  stack = await startStack({ ADMINS: operator.address, SESSION_SECRET: secret });
  // Only for what no page can do: moving the clock.
  Object.assign(process.env, devnetEnv(stack.chain, stack.dataDir), { SESSION_SECRET: secret, APP_URL: stack.app.url });
  process.env.DATABASE_URL = `file:${stack.dataDir}/filekiosk.db`;
  resetSettings();
});
test.afterAll(async () => {
  await closeDb();
  await stack?.stop();
});

const speak = (context: BrowserContext, locale: Locale) =>
  context.addCookies([{ name: "fk_locale", value: locale, url: stack.app.url }]);

async function visitor(browser: Browser, locale: Locale) {
  const person = await newVisitor(browser, async (context) => {
    const { account } = await injectWallet(context, { name: "Some Wallet" });
    await stack.chain.fund(account.address, 2n * PRICE);
  });
  await speak(person.context, locale);
  return person;
}

async function pay(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await payButton(page).click();
  await page.getByRole("dialog").getByRole("button", { name: "Some Wallet" }).click();
}

/** Fills in the form from the file's page, and gives the number and the status link. */
async function report(page: Page, url: string, locale: Locale) {
  const { reports: t, files } = allMessages[locale];
  await page.goto(url);
  await page.getByRole("link", { name: files.report, exact: true }).click();
  await page.waitForURL("**/report");
  await untilAlive(page);
  await page.getByLabel(t.reason).selectOption("rights");
  await page.getByLabel(t.explanation).fill("It carries our trademark.");
  await page.getByLabel(t.name).fill("Ana Reis");
  await page.getByLabel(t.email).fill(`ana-${locale}@example.org`);
  await page.getByLabel(t.goodFaith).check();
  await page.getByRole("button", { name: t.send }).click();
  const number = (await page.getByRole("heading", { name: /R-/ }).locator("bdi").textContent()) ?? "";
  const link = (await page.getByRole("link", { name: t.openStatus }).getAttribute("href")) ?? "";
  return { number, link };
}

/** As if the decision had been made three days ago: the clock of the shop's own process cannot be moved. */
async function threeDaysAgo(fileId: string): Promise<void> {
  const earlier = (date: Date | null) => date && new Date(date.getTime() - 3 * DAY);
  const file = await db().file.findUniqueOrThrow({ where: { id: fileId } });
  const dates = { suspendedAt: earlier(file.suspendedAt), withheldAt: earlier(file.withheldAt) };
  await db().file.update({ where: { id: fileId }, data: dates });
  for (const { id, heldAt } of await db().entitlement.findMany({ where: { productId: fileId } })) {
    await db().entitlement.update({ where: { id }, data: { heldAt: earlier(heldAt) } });
  }
}

for (const locale of localeNames) {
  test(`reported, suspended in the middle of a payment, withheld, appealed, restored: in ${locale}`, async ({
    browser,
  }) => {
    test.setTimeout(240_000);
    const { access, decisions: why, files, operator: t, payments, reports, sellers } = allMessages[locale];
    const seller = await signInSeller(stack.app.url, privateKeyToAccount(generatePrivateKey()));
    const sale = await seller.sell({ title: `Field notes, ${locale}`, price: "0.25" });
    const { id: fileId, url, title } = sale.file;

    // Somebody has bought it before.
    const buyer = await visitor(browser, locale);
    const downloading = buyer.page.waitForEvent("download");
    await pay(buyer.page, url);
    expect((await readDownload(await downloading)).sha256).toBe(sale.sha256);
    await expect(buyer.page.getByRole("heading", { name: access.paid })).toBeVisible();

    // Somebody else reports it.
    const reporter = await visitor(browser, locale);
    const { number, link } = await report(reporter.page, url, locale);

    // The operator signs in, sees that it waits, and opens it.
    const desk = await newOperator(browser, operator);
    await speak(desk.context, locale);
    await signInAsOperator(desk.page, `${stack.app.url}/operator`, locale);
    await desk.page.getByRole("link", { name: t.look }).first().click();
    await desk.page.getByLabel(t.search).fill(number.toLowerCase());
    await desk.page.getByRole("button", { name: t.find }).click();
    await desk.page.getByRole("link", { name: number }).click();
    await expect(desk.page.getByText("It carries our trademark.")).toBeVisible();
    await expect(desk.page.getByText(reports.reason_rights)).toBeVisible();
    await expect(desk.page.getByText("Ana Reis")).toBeVisible();
    await untilAlive(desk.page);

    // It is suspended while a payment is on its way into a block.
    const late = await visitor(browser, locale);
    await stack.chain.rpc("evm_setAutomine", [false]);
    await pay(late.page, url);
    await expect
      .poll(() => stack.chain.rpc<{ pending: string }>("txpool_status", []).then(({ pending }) => Number(pending)))
      .toBeGreaterThan(0);
    const suspension = { verdict: "suspended", ground: "terms", facts: "It may carry a trademark." } as const;
    await decideOnPage(desk.page, suspension, locale);
    await expect(desk.page.getByText(t.report_decided)).toBeVisible();
    await expect(decisionsOn(desk.page, locale).first()).toContainText("It may carry a trademark.");
    await stack.chain.rpc("evm_setAutomine", [true]);
    await stack.chain.mine();
    await expect(late.page.getByText(payments.owedTitle)).toBeVisible({ timeout: 60_000 });
    await expect(late.page.getByText(/\/r#/)).toBeVisible();
    await late.page.reload();
    await expect(late.page.getByText(why.refundDueTitle)).toBeVisible();

    // From the report to its file, which is withheld: the buyer reads that it is closed, and on what ground.
    await desk.page.getByRole("link", { name: title }).first().click();
    await desk.page.waitForURL(`**/operator/files/${fileId}`);
    await expect(desk.page.getByRole("link", { name: number })).toBeVisible();
    await expect(factOf(desk.page, t.refundsDue)).toContainText("1");
    await decideOnPage(desk.page, { verdict: "withheld", ground: "law", facts: "It carries our trademark." }, locale);
    await expect(desk.page.getByText(t.state_withheld, { exact: true }).first()).toBeVisible();
    const endsBefore = await onSaleUntil(desk.page, locale);
    await buyer.page.reload();
    await expect(buyer.page.getByText(files.withheldTitle)).toBeVisible();
    await expect(buyer.page.getByText(why.ground_law)).toBeVisible();
    expect((await fetch(`${stack.app.url}/api/files/${fileId}`)).status).toBe(451);

    // The seller reads the statement of reasons, and appeals.
    const owner = await visitor(browser, locale);
    await owner.context.addCookies(cookiesOf(seller));
    await openTab(owner.page, "messages", stack.app.url);
    const list = owner.page.getByRole("region", { name: why.listTitle });
    const decision = list.getByRole("listitem").filter({ hasText: why.verdict_withheld }).first();
    await decision.getByText(why.statement, { exact: true }).click();
    await expect(decision.getByText("It carries our trademark.")).toBeVisible();
    await expect(decision.getByText(why.byPerson)).toBeVisible();
    await expect(decision).not.toContainText("Ana Reis");
    await decision.getByText(why.appeal, { exact: true }).click();
    await decision.getByLabel(why.appealText).fill("The trademark is mine.");
    await decision.getByRole("button", { name: why.sendAppeal }).click();
    await expect(decision.getByText(words(why.appealOpen))).toBeVisible();

    // The operator reads the appeal, and reverses it: everything is back, with the days that were lost.
    await threeDaysAgo(fileId);
    await desk.page.goto(`${stack.app.url}/operator`);
    await desk.page.getByRole("link", { name: t.look }).first().click();
    await desk.page.getByRole("row").filter({ hasText: title }).getByRole("link", { name: t.appealBy_seller }).click();
    await expect(desk.page.getByText("The trademark is mine.")).toBeVisible();
    await expect(decisionsOn(desk.page, locale).first()).toContainText("It carries our trademark.");
    await decideOnPage(desk.page, { verdict: "lifted", facts: "The seller owns the trademark." }, locale);
    await expect(desk.page.getByText(t.appeal_reversed, { exact: true })).toBeVisible();
    await expect(decisionsOn(desk.page, locale).first()).toContainText(t.verdict_lifted);
    await desk.page.getByRole("link", { name: title }).first().click();
    await expect(desk.page.getByText(t["state_on-sale"], { exact: true })).toBeVisible();
    const endsAfter = await onSaleUntil(desk.page, locale);
    expect(endsAfter - endsBefore).toBeGreaterThanOrEqual(3 * DAY);
    const grants = await db().entitlement.findMany({ where: { productId: fileId }, orderBy: { createdAt: "asc" } });
    const boughtFor = (grants[0]?.until?.getTime() ?? 0) - (grants[0]?.createdAt.getTime() ?? 0);
    expect(boughtFor).toBeGreaterThanOrEqual(33 * DAY);

    await expectDownload(buyer.page, sale, access.download);
    await expectDownload(late.page, sale, access.download);
    await owner.page.reload();
    await expect(list.getByText(why.verdict_lifted)).toBeVisible();
    await expect(list.getByText(words(why.appealReversed))).toBeVisible();
    await expect(list.getByText("The seller owns the trademark.").last()).toBeVisible();
    await openTab(owner.page, "files", stack.app.url);
    await expect(fileRows(owner.page).first()).toContainText(sellers.onSale);
    await reporter.page.goto(link);
    await expect(reporter.page.getByRole("heading", { name: reports.decidedTitle })).toContainText(
      why.verdict_suspended,
    );
    await expect(reporter.page.getByRole("heading", { name: reports.replacedTitle })).toContainText(why.verdict_lifted);

    // Each step is in the log, from the file's page and from the tab.
    await desk.page.getByRole("link", { name: t.inTheLog }).click();
    await desk.page.waitForURL("**/operator/audit?**");
    expect(await logOf(desk.page)).toEqual(storyOf(locale));
    await desk.page.getByRole("row").filter({ hasText: "appeal-received" }).getByRole("link").click();
    await expect(desk.page.getByText("The trademark is mine.")).toBeVisible();
    await desk.page.getByRole("link", { name: t.tab_audit, exact: true }).click();
    await desk.page.waitForURL("**/operator/audit");
    expect(await logOf(desk.page)).toEqual(expect.arrayContaining(storyOf(locale)));
    for (const person of [buyer, late, reporter, owner, desk]) await person.leave();
  });
}

/** What was decided, on an operator's page, the newest first. */
const decisionsOn = (page: Page, locale: Locale) =>
  page.getByRole("region", { name: allMessages[locale].operator.decisions }).getByRole("listitem");

const factOf = (page: Page, name: string) => page.getByText(name, { exact: true }).locator("..");

/** The date on the operator's page of a file (ms). */
async function onSaleUntil(page: Page, locale: Locale): Promise<number> {
  const fact = factOf(page, allMessages[locale].operator.onSaleUntil);
  return Date.parse((await fact.locator("time").getAttribute("datetime")) ?? "");
}

/** The lines of the audit log on the page, by what was done and by whom; those of one transaction in either order. */
async function logOf(page: Page): Promise<string[]> {
  const cells = await page
    .getByRole("row")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.lastElementChild?.textContent ?? "")),
    );
  const lines = cells
    .filter(([act]) => act)
    .map(([act, , by, , detail = ""]) => {
      const what = /(?:verdict|outcome): ([\w-]+)/.exec(detail)?.[1];
      return `${act} by ${by?.split(" 0x")[0]?.trim()}${what ? `: ${what}` : ""}`;
    });
  return lines.sort();
}

function storyOf(locale: Locale): string[] {
  const { by_operator, by_seller, by_visitor } = allMessages[locale].operator;
  return [
    `report-received by ${by_visitor}`,
    `decided by ${by_operator}: suspended`,
    `report-decided by ${by_operator}: suspended`,
    `decided by ${by_operator}: withheld`,
    `appeal-received by ${by_seller}`,
    `appeal-decided by ${by_operator}: reversed`,
    `decided by ${by_operator}: lifted`,
  ].sort();
}

/** The page as it is now gives the file. */
async function expectDownload(page: Page, { sha256 }: SoldFile, name: string): Promise<void> {
  await page.reload();
  await untilAlive(page);
  const downloading = page.waitForEvent("download");
  await page
    .getByRole("link", { name: new RegExp(`^${name}`) })
    .first()
    .click();
  expect((await readDownload(await downloading)).sha256).toBe(sha256);
}

/** A message up to its first placeholder. */
function words(message: string): RegExp {
  return new RegExp((message.split("{")[0] ?? "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

function cookiesOf({ cookie }: Seller) {
  return cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: stack.app.url };
  });
}
