import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { appUrl, fund, newVisitor, readDownload, sha256 } from "../shop-pages";
import { newSale, pressPay } from "../troubled-buyer";

/** Somebody without a wallet, without script, or without patience. */

const run = promisify(execFile);
const onPhone = () => test.info().project.name === "phone";

test("no wallet: a phone opens the page in a wallet's app, a computer continues by phone, extension or program", async ({
  browser,
}) => {
  const sale = await newSale();
  const changed = await sale.seller.request("PATCH", "/api/profile", { contact: "mailto:noor@example.com" });
  expect(changed.status).toBe(200);
  const visitor = await newVisitor(browser);
  await visitor.page.goto(sale.file.url);
  await pressPay(visitor.page);
  const dialog = visitor.page.getByRole("dialog");
  await expect(dialog.getByText("No wallet was found in this browser.")).toBeVisible();
  const ask = dialog.getByRole("link", { name: "Ask the seller for a gift link" });
  await expect(ask).toHaveAttribute("href", /^mailto:noor@example\.com\?subject=Gift/);
  if (onPhone()) await expectApps(dialog, sale.file.url);
  else await expectComputersWays(dialog, sale);
  await visitor.leave();
});

async function expectApps(dialog: Locator, url: string) {
  const apps = dialog.getByRole("region", { name: "Open this page in your wallet's app" });
  const encoded = encodeURIComponent(url);
  const links: [string, string][] = [
    ["MetaMask", `https://link.metamask.io/dapp/${url.replace("http://", "")}`],
    ["Base (Coinbase Wallet)", `https://go.cb-w.com/dapp?cb_url=${encoded}`],
    ["Trust Wallet", `https://link.trustwallet.com/open_url?coin_id=60&url=${encoded}`],
  ];
  for (const [name, href] of links) await expect(apps.getByRole("link", { name })).toHaveAttribute("href", href);
  await expect(apps.getByRole("button", { name: "Copy link" })).toBeVisible();
}

async function expectComputersWays(dialog: Locator, sale: Awaited<ReturnType<typeof newSale>>) {
  const phone = dialog.getByRole("region", { name: "Pay with your phone" });
  await expect(phone.getByRole("img", { name: "QR code of this page" })).toBeVisible();
  const computer = dialog.getByRole("region", { name: "Get a wallet for this browser" });
  await expect(computer.getByRole("link", { name: "MetaMask" })).toHaveAttribute(
    "href",
    "https://metamask.io/download",
  );

  // The program as it stands there, run in a folder where its packages are.
  const program = (await dialog.getByText("wrapFetchWithPayment").textContent()) ?? "";
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-e2e-"));
  symlinkSync(join(import.meta.dirname, "../../node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "pay.mjs"), program);
  const key = generatePrivateKey();
  await fund(privateKeyToAccount(key).address, 250_000n);
  await run("node", ["pay.mjs"], { cwd: folder, env: { ...process.env, PAYER_KEY: key }, timeout: 45_000 });
  expect(sha256(readFileSync(join(folder, sale.file.name)))).toBe(sale.sha256);
  await rm(folder, { recursive: true, force: true });
}

test("a seller without a contact: said so, and where to ask instead", async ({ browser }) => {
  const sale = await newSale();
  const visitor = await newVisitor(browser);
  await visitor.page.goto(sale.file.url);
  await pressPay(visitor.page);
  await expect(visitor.page.getByRole("dialog").getByText("The seller left no contact here.")).toBeVisible();
  await visitor.leave();
});

test("without JavaScript: the page says what is sold, for how much, and how to continue", async ({ browser }) => {
  const sale = await newSale();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(sale.file.url);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(sale.file.title);
  await expect(page.getByText("USDC on Devnet").first()).toBeVisible();
  // biome-ignore lint/performance/useDomNodeTextContent: what is drawn counts, and Playwright finds no text in a noscript
  const drawn = await page.locator("main").innerText();
  expect(drawn).toContain("Paying on this page needs JavaScript.");
  expect(drawn).toContain("$0.25");
  await expect(page.getByRole("button", { name: /^Pay / })).toBeHidden();
  await context.close();
});

test("wallet code is not loaded with the page, only when Pay is touched", async ({ browser }) => {
  const sale = await newSale();
  const visitor = await newVisitor(browser);
  const scripts: string[] = [];
  visitor.page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.push(request.url());
  });
  await visitor.page.goto(sale.file.url, { waitUntil: "networkidle" });
  const before = scripts.length;
  await visitor.page.getByRole("button", { name: /^Pay / }).focus();
  await expect.poll(() => scripts.length).toBeGreaterThan(before);
  await visitor.leave();
});

/** Counts what a person presses, over all pages of the journey. */
async function countClicks(page: Page) {
  let clicks = 0;
  await page.context().exposeBinding("__clicked", () => {
    clicks += 1;
  });
  await page.addInitScript(() => {
    const counted = window as unknown as { __clicked(): void };
    window.addEventListener("click", (event) => event.isTrusted && counted.__clicked(), true);
  });
  return () => clicks;
}

test("from the printed demo link, with no wallet: the file arrives in at most 3 clicks", async ({ browser }) => {
  const sample = await run(process.execPath, ["--import", "tsx", "scripts/demo/sample.ts", appUrl()], {
    env: { ...process.env, NODE_OPTIONS: "--conditions=react-server" },
  });
  const { url } = JSON.parse(sample.stdout.trim().split("\n").at(-1) ?? "{}") as { url: string };
  const visitor = await newVisitor(browser);
  const { page } = visitor;
  const clicks = await countClicks(page);
  await page.goto(url);
  await page.getByRole("button", { name: /^Pay / }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "Demo wallet" }).click();
  const { name } = await readDownload(await downloading);
  expect(name).toBe("a-kiosk-at-dusk.svg");
  expect(clicks()).toBeGreaterThan(0);
  expect(clicks()).toBeLessThanOrEqual(3);
  await expect(page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  await visitor.leave();
});
