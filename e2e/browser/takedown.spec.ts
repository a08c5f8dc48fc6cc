import { randomBytes } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { listAudit } from "../../lib/audit/list-audit";
import { DAY } from "../../lib/clock";
import { closeDb, db } from "../../lib/db/client";
import { decide } from "../../lib/decisions/decide";
import { allMessages } from "../../lib/i18n/all-messages";
import { type Locale, localeNames } from "../../lib/i18n/locales";
import { decideAppeal } from "../../lib/reports/decide-appeal";
import { decideReport } from "../../lib/reports/decide-report";
import { listAppeals } from "../../lib/reports/list-appeals";
import { readReport } from "../../lib/reports/read-report";
import { resetSettings } from "../../lib/settings/settings";
import { injectWallet } from "../injected-wallet";
import { payButton } from "../pages-of-a-shop";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { newVisitor, readDownload, untilAlive } from "../shop-pages";
import { devnetEnv, type Stack, startStack } from "../stack";

/** A takedown from the report to the appeal, as each of the people sees it. */

const operator = { kind: "operator", account: `0x${"0b".repeat(20)}` } as const;
const PRICE = 250_000n;
let stack: Stack;

// One shop and one chain for all: a block is held back for each in turn.
test.describe.configure({ mode: "default" });

test.beforeAll(async () => {
  const secret = randomBytes(32).toString("hex");
  stack = await startStack({ SESSION_SECRET: secret });
  // The operator works on the shop's machine, on the same database.
  Object.assign(process.env, devnetEnv(stack.chain, stack.dataDir), { SESSION_SECRET: secret, APP_URL: stack.app.url });
  process.env.DATABASE_URL = `file:${stack.dataDir}/filekiosk.db`;
  resetSettings();
});
test.afterAll(async () => {
  await closeDb();
  await stack?.stop();
});

async function visitor(browser: Browser, locale: Locale) {
  const person = await newVisitor(browser, async (context) => {
    const { account } = await injectWallet(context, { name: "Some Wallet" });
    await stack.chain.fund(account.address, 2n * PRICE);
  });
  await person.context.addCookies([{ name: "fk_locale", value: locale, url: stack.app.url }]);
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

const infoOf = async ({ file }: SoldFile) =>
  (await (await fetch(`${stack.app.url}/api/files/${file.id}/info`)).json()) as { onSaleUntil: string; state: string };

for (const locale of localeNames) {
  test(`reported, suspended in the middle of a payment, withheld, appealed, restored: in ${locale}`, async ({
    browser,
  }) => {
    test.setTimeout(180_000);
    const { access, decisions: why, files, payments, reports, sellers } = allMessages[locale];
    const seller = await signInSeller(stack.app.url, privateKeyToAccount(generatePrivateKey()));
    const sale = await seller.sell({ title: "Field notes", price: "0.25" });
    const { id: fileId, url } = sale.file;

    // Somebody has bought it before.
    const buyer = await visitor(browser, locale);
    const downloading = buyer.page.waitForEvent("download");
    await pay(buyer.page, url);
    expect((await readDownload(await downloading)).sha256).toBe(sale.sha256);
    await expect(buyer.page.getByRole("heading", { name: access.paid })).toBeVisible();

    // Somebody else reports it.
    const reporter = await visitor(browser, locale);
    const { number, link } = await report(reporter.page, url, locale);
    const { id: reportId } = await readReport(number);

    // It is suspended while a payment is on its way into a block.
    const late = await visitor(browser, locale);
    await stack.chain.rpc("evm_setAutomine", [false]);
    await pay(late.page, url);
    await expect
      .poll(() => stack.chain.rpc<{ pending: string }>("txpool_status", []).then(({ pending }) => Number(pending)))
      .toBeGreaterThan(0);
    const input = { verdict: "suspended", ground: "terms", facts: "It may carry a trademark.", after: null } as const;
    const suspended = await decideReport(reportId, input, operator, new Date());
    await stack.chain.rpc("evm_setAutomine", [true]);
    await stack.chain.mine();
    await expect(late.page.getByText(payments.owedTitle)).toBeVisible({ timeout: 60_000 });
    await expect(late.page.getByText(/\/r#/)).toBeVisible();
    await late.page.reload();
    await expect(late.page.getByText(why.refundDueTitle)).toBeVisible();

    // It is withheld: the buyer reads that it is closed, and on what ground.
    const on = { kind: "file", id: fileId } as const;
    const worse = { verdict: "withheld", on, ground: "law", facts: "It carries our trademark.", reportId } as const;
    const withheld = await decide({ ...worse, after: suspended.id }, operator, new Date());
    await buyer.page.reload();
    await expect(buyer.page.getByText(files.withheldTitle)).toBeVisible();
    await expect(buyer.page.getByText(why.ground_law)).toBeVisible();
    expect((await fetch(`${stack.app.url}/api/files/${fileId}`)).status).toBe(451);

    // The seller reads the statement of reasons, and appeals.
    const owner = await visitor(browser, locale);
    await owner.context.addCookies(cookiesOf(seller));
    await owner.page.goto(`${stack.app.url}/dashboard`);
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

    // A person reverses it: everything is back, with the days that were lost.
    const before = await infoOf(sale);
    await threeDaysAgo(fileId);
    const [appeal] = await listAppeals({ state: "open", decisionId: withheld.id, take: 1 });
    const reversal = { outcome: "reversed", verdict: "lifted", reasons: "The seller owns the trademark." } as const;
    await decideAppeal(appeal?.id ?? "", { ...reversal, after: appeal?.after ?? null }, operator, new Date());
    const after = await infoOf(sale);
    expect(after.state).toBe("on-sale");
    expect(Date.parse(after.onSaleUntil) - Date.parse(before.onSaleUntil)).toBeGreaterThanOrEqual(3 * DAY);
    const grants = await db().entitlement.findMany({ where: { productId: fileId }, orderBy: { createdAt: "asc" } });
    const boughtFor = (grants[0]?.until?.getTime() ?? 0) - (grants[0]?.createdAt.getTime() ?? 0);
    expect(boughtFor).toBeGreaterThanOrEqual(33 * DAY);

    await expectDownload(buyer.page, sale, access.download);
    await expectDownload(late.page, sale, access.download);
    await owner.page.reload();
    await expect(list.getByText(why.verdict_lifted)).toBeVisible();
    await expect(list.getByText(words(why.appealReversed))).toBeVisible();
    await expect(list.getByText("The seller owns the trademark.").last()).toBeVisible();
    await expect(owner.page.getByRole("article").first()).toContainText(sellers.onSale);
    await reporter.page.goto(link);
    await expect(reporter.page.getByRole("heading", { name: reports.decidedTitle })).toContainText(
      why.verdict_suspended,
    );
    await expect(reporter.page.getByRole("heading", { name: reports.replacedTitle })).toContainText(why.verdict_lifted);

    const acts = await auditOf(reportId, fileId, appeal?.id ?? "");
    expect(acts).toEqual([
      "report-received by visitor",
      "decided by operator: suspended",
      "report-decided by operator: suspended",
      "decided by operator: withheld",
      "appeal-received by seller",
      "appeal-decided by operator: reversed",
      "decided by operator: lifted",
    ]);
    for (const person of [buyer, late, reporter, owner]) await person.leave();
  });
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

/** The lines of the audit log about these, the oldest first; those of one transaction by their names. */
async function auditOf(...ids: string[]): Promise<string[]> {
  const lines = await listAudit({ take: 500 });
  return lines
    .filter(({ subject }) => subject && ids.includes(subject.id))
    .sort((one, other) => one.at.localeCompare(other.at) || one.act.localeCompare(other.act))
    .map(({ act, by, detail }) => {
      const what = detail.verdict ?? detail.outcome;
      return `${act} by ${by.split(" ")[0]}${what ? `: ${what}` : ""}`;
    });
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
