import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, expect, type Page, test } from "@playwright/test";
import Database from "better-sqlite3";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { fillShop } from "../../test/fill-shop";
import { present, signFor } from "../buyer";
import { injectWallet } from "../injected-wallet";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { newVisitor } from "../shop-pages";
import { type Stack, startStack } from "../stack";

/** A seller with many sales finds one of them, pays it back, and keeps books. */

const SALES = 1_800;
const PLACE = 900;

let stack: Stack;
let seller: Seller;
let sold: SoldFile;
const account = privateKeyToAccount(generatePrivateKey());
const buyer = privateKeyToAccount(generatePrivateKey());
let quarter: { from: string; to: string; sales: number };

test.beforeAll(async () => {
  stack = await startStack();
  seller = await signInSeller(stack.app.url, account);
  sold = await seller.sell({ price: "0.40", title: "Lesson 3", bytes: randomBytes(3_000) });
  await stack.chain.fund(buyer.address, 1_000_000n);
  const { header } = await signFor(sold.file.url, buyer);
  expect((await present(sold.file.url, header)).status).toBe(200);
  quarter = putAmongOthers();
});
test.afterAll(() => stack?.stop());

/** The sale becomes one of the middle: there are as many newer ones as older ones. */
function putAmongOthers() {
  const path = join(stack.dataDir, "filekiosk.db");
  const database = new Database(path, { timeout: 30_000 });
  const one = <T>(sql: string, ...values: unknown[]) =>
    database
      .prepare(sql)
      .pluck()
      .get(...values) as T;
  const sellerId = one<string>('SELECT "id" FROM "Creator" WHERE "address" = ?', account.address.toLowerCase());
  const filled = fillShop(path, { sellerId, files: 60, sales: SALES });
  const at = one<string>('SELECT "paidAt" FROM "Order" WHERE "id" = ?', filled.paymentId(PLACE));
  database.prepare('UPDATE "Order" SET "paidAt" = ?, "createdAt" = ? WHERE "productId" = ?').run(at, at, sold.file.id);
  database.prepare(`UPDATE "Transfer" SET "settledAt" = ? WHERE "payer" = ?`).run(at, buyer.address.toLowerCase());
  const month = Number(at.slice(5, 7)) - 1;
  const day = (shift: number, last = 0) =>
    new Date(Date.UTC(Number(at.slice(0, 4)), Math.floor(month / 3) * 3 + shift, 1 - last)).toISOString().slice(0, 10);
  const [from, to] = [day(0), day(3, 1)];
  const inIt = `"sellerId" = ? AND substr("paidAt", 1, 10) BETWEEN ? AND ?`;
  const sales = one<number>(`SELECT COUNT(*) FROM "Order" WHERE ${inIt}`, sellerId, from, to);
  database.close();
  return { from, to, sales };
}

async function openPages(browser: Browser) {
  const visitor = await newVisitor(browser, async (context) => {
    await injectWallet(context, { account, name: "Seller Wallet" });
    const [name = "", value = ""] = seller.cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: stack.app.url }]);
  });
  return { ...visitor, open: (path: string) => visitor.page.goto(`${stack.app.url}${path}`) };
}

const rows = (page: Page) => page.locator('tr[id^="sale-"]');

test("a seller finds sale 900 of many, refunds it, gives the buyer a file, and exports a quarter", async ({
  browser,
}) => {
  test.slow();
  const { page, open, leave } = await openPages(browser);

  // Page by page, and back.
  await open("/dashboard/sales");
  await expect(rows(page)).toHaveCount(50);
  const newest = await rows(page).first().getAttribute("id");
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/\?before=/);
  await expect(rows(page).first()).not.toHaveAttribute("id", newest ?? "");
  await page.reload();
  await page.getByRole("link", { name: "Newer" }).click();
  await expect(rows(page).first()).toHaveAttribute("id", newest ?? "");
  await page.getByLabel("Jump to a month").selectOption({ index: 3 });
  await expect(page).toHaveURL(/\?to=\d{4}-\d{2}-\d{2}$/);
  await expect(rows(page).first()).not.toHaveAttribute("id", newest ?? "");

  await page.getByRole("link", { name: "Show all sales" }).click();
  await page.getByRole("searchbox", { name: "Search" }).fill(buyer.address.slice(0, 14));
  await page.getByRole("button", { name: "Find" }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("link", { name: "Lesson 3" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "$0.40 for Lesson 3" })).toBeVisible();
  await expect(page.getByText("Downloaded once.")).toBeVisible();

  await page.getByRole("button", { name: "Refund the payment for Lesson 3" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Refund 0.40 USDC" }).click();
  await dialog.getByRole("button", { name: "Seller Wallet" }).click();
  await expect(dialog.getByText("0.40 USDC went back to the buyer.")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("0.40 USDC refunded")).toBeVisible();
  expect(await stack.chain.usdcBalance(buyer.address)).toBe(1_000_000n);

  await page.getByRole("button", { name: "Make a gift link" }).click();
  await expect(page.getByTestId("gift-link")).toContainText("/g#");

  await open("/dashboard/sales?state=refunded");
  await expect(rows(page)).toHaveCount(1);
  expect((await open("/dashboard/sales/nothing"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "This sale is not here." })).toBeVisible();

  await open(`/dashboard/sales?from=${quarter.from}&to=${quarter.to}`);
  await page.getByText("Sales and refunds for your books (CSV)").click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download CSV" }).click();
  const lines = readFileSync(await (await download).path(), "utf8")
    .trim()
    .split("\r\n")
    .slice(1);
  expect(lines.filter((line) => line.includes(",sale,"))).toHaveLength(quarter.sales);
  expect(lines.filter((line) => line.includes("Lesson 3") && line.includes(",0.40,"))).toHaveLength(1);
  await leave();
});

test("the overview has the money of a period as a chart and as a table, and the chart's code is loaded there only", async ({
  browser,
}) => {
  const { page, open, leave } = await openPages(browser);
  const scripts: string[] = [];
  page.on("response", async (response) => {
    if (response.request().resourceType() === "script") scripts.push(await response.text().catch(() => ""));
  });
  const isChart = (text: string) => text.includes("recharts-");
  await open("/dashboard/sales");
  await expect(rows(page).first()).toBeVisible();
  expect(scripts.filter(isChart)).toEqual([]);

  await open("/dashboard?period=12m");
  await expect(page.getByTestId("chart").locator("svg.recharts-surface")).toBeVisible();
  await expect.poll(() => scripts.filter(isChart).length).toBeGreaterThan(0);
  await page.getByText("The chart as a table").click();
  await expect(page.getByRole("table").first().getByRole("row")).toHaveCount(13);
  await page.getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/period=7d/);
  await expect(page.getByRole("table").first().getByRole("row")).toHaveCount(8);
  await page.getByRole("button", { name: "It is mine" }).click();
  await expect(page.getByRole("button", { name: "It is mine" })).toBeHidden();
  await page.getByRole("button", { name: "Hide this list" }).click();
  await expect(page.getByRole("heading", { name: "First steps" })).toBeHidden();
  await leave();
});
