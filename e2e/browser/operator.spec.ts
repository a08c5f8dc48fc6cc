import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { payingFetch } from "../buyer";
import { decideOnPage, newOperator, signInAsOperator } from "../operator-pages";
import { type Seller, signInSeller } from "../seller";
import { untilAlive } from "../shop-pages";
import { type App, devnetEnv, type Stack, startApp, startStack } from "../stack";

/** An operator's day: a shop of its own, whose ADMINS name one wallet. */
test.describe.configure({ mode: "serial" });

const root = join(import.meta.dirname, "../..");
const operator = privateKeyToAccount(generatePrivateKey());
/** Set to a folder, it gets pictures of the pages. */
const shots = process.env.OPERATOR_SHOTS;

let stack: Stack;
let app: App;
let env: Record<string, string>;
let seller: Seller;
test.beforeAll(async () => {
  const SESSION_SECRET = randomBytes(32).toString("hex");
  stack = await startStack({ ADMINS: operator.address, OPERATOR_NAME: "The Kiosk", SESSION_SECRET });
  env = { ...devnetEnv(stack.chain, stack.dataDir), ADMINS: operator.address, SESSION_SECRET };
  app = stack.app;
  seller = await signInSeller(app.url, privateKeyToAccount(generatePrivateKey()));
});
test.afterAll(async () => {
  if (app !== stack?.app) await app?.stop();
  await stack?.stop();
});

const signIn = (page: Page, path = "/operator") => signInAsOperator(page, `${app.url}${path}`);

async function shoot(page: Page, name: string) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${test.info().project.name}-${name}.png`), fullPage: true });
}

async function fits(page: Page) {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { scrollWidth, clientWidth };
  });
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
}

test("a wallet that is not in ADMINS reads that it is not, and sees nothing", async ({ browser }) => {
  const { page, leave } = await newOperator(browser, privateKeyToAccount(generatePrivateKey()));
  const { file } = await seller.sell({ title: "Nobody’s business" });
  await signIn(page, `/operator/files/${file.id}`);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("ADMINS");
  await page.reload();
  await expect(page.getByRole("button", { name: "Connect wallet and sign in" })).toBeVisible();
  await expect(page.getByText("Nobody’s business")).toHaveCount(0);
  await leave();
});

test("an operator signs in, finds a file by its hash, suspends it, lifts it, and deletes it with a signature", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const { page, leave } = await newOperator(browser, operator);
  const { file, sha256 } = await seller.sell({ title: "Forged permit", price: "0.40", bytes: randomBytes(9_000) });
  const buyer = privateKeyToAccount(generatePrivateKey());
  await stack.chain.fund(buyer.address, 1_000_000n);
  expect((await payingFetch(buyer, stack.chain.network.token.address)(file.url)).status).toBe(200);

  await signIn(page);
  await expect(page.getByRole("heading", { name: "Needs attention" })).toBeVisible();
  await fits(page);
  await shoot(page, "overview");
  await page.getByRole("link", { name: "Files", exact: true }).click();
  await page.getByLabel("Search").fill(sha256);
  await page.getByRole("button", { name: "Search" }).click();
  await shoot(page, "files");
  await page.getByRole("link", { name: "Forged permit" }).click();
  await expect(page.getByText(sha256)).toBeVisible();

  await decideOnPage(page, { verdict: "suspended", facts: "The permit is forged." });
  const decisions = page.getByRole("region", { name: "Decisions" });
  await expect(decisions.getByText("The permit is forged.")).toBeVisible();
  await expect(page.getByText("Suspended").first()).toBeVisible();
  expect((await fetch(file.url)).status).toBe(403);
  await fits(page);
  await shoot(page, "file");

  await decideOnPage(page, { verdict: "lifted", facts: "The ministry confirmed it." });
  await expect(decisions.getByText("The ministry confirmed it.")).toBeVisible();
  expect((await fetch(file.url)).status).toBe(402);

  await untilAlive(page);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Facts").fill("It is forged after all.");
  await shoot(page, "delete");
  await page.getByRole("dialog").getByRole("button", { name: "Sign and delete" }).click();
  await expect(decisions.getByText("It is forged after all.")).toBeVisible();
  await expect(page.getByText("Bytes deleted")).toBeVisible();

  await page.goto(`${app.url}/operator/audit`);
  await expect(page.getByText("decided").first()).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as CSV" }).click();
  expect((await downloading).suggestedFilename()).toBe("audit-log.csv");
  await shoot(page, "audit");
  await leave();
});

test("an operator sees the machine, and changes what a seller may store", async ({ browser }) => {
  test.setTimeout(120_000);
  const { page, leave } = await newOperator(browser, operator);
  const small = await signInSeller(app.url, privateKeyToAccount(generatePrivateKey()));
  await small.sell({ title: "Field notes" });
  await signIn(page, "/operator/sellers");
  await expect(page.getByRole("heading", { name: "Sellers" })).toBeVisible();
  await shoot(page, "sellers");
  await page.getByRole("link", { name: "No name" }).first().click();
  await expect(page.getByLabel("Quota in GB")).toBeVisible();
  await untilAlive(page);
  await page.getByLabel("Quota in GB").fill("1,500");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Did you mean 1500 or 1.50?")).toBeVisible();
  await page.getByLabel("Quota in GB").fill("٠٫٠٠٠٠٣");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("30 KB", { exact: true })).toBeVisible();
  await expect(small.sell({ bytes: randomBytes(30_000) })).rejects.toThrow(/seller_quota/);
  await fits(page);
  await shoot(page, "seller");
  for (const [name, heading] of [
    ["jobs", "Jobs"],
    ["doctor", "Doctor"],
    ["settings", "Settings"],
    ["blocks", "Blocks"],
    ["notices", "Notices"],
    ["reports", "Reports"],
  ] as const) {
    await page.goto(`${app.url}/operator/${name}`);
    await expect(page.getByRole("heading", { name: heading, exact: true })).toBeVisible();
    await fits(page);
    await shoot(page, name);
  }
  await page.goto(`${app.url}/operator/settings`);
  const text = (await page.getByRole("main").textContent()) ?? "";
  expect(text).toContain(operator.address);
  for (const secret of [env.GAS_KEY, stack.chain.rpcUrl]) expect(text).not.toContain(secret);
  await leave();
});

test("an operator blocks a wallet, and lifts the block", async ({ browser }) => {
  const { page, leave } = await newOperator(browser, operator);
  const { address } = privateKeyToAccount(generatePrivateKey());
  await signIn(page, "/operator/blocks");
  await expect(page.getByRole("heading", { name: "Blocks", level: 1 })).toBeVisible();
  await untilAlive(page);
  await page.getByRole("button", { name: "Block a wallet" }).click();
  await page.getByRole("dialog").getByLabel("Wallet").fill(address);
  await page.getByRole("dialog").getByLabel("Reason").fill("It sends threats.");
  await page.getByRole("dialog").getByRole("button", { name: "Block", exact: true }).click();
  const row = page.getByRole("row").filter({ hasText: "It sends threats." });
  await expect(row).toBeVisible();
  await untilAlive(page);
  await row.getByRole("button", { name: "Unblock" }).click();
  await expect(row).toBeHidden();
  await leave();
});

for (const [locale, words] of [
  ["fr", "À traiter"],
  ["ar", "يحتاج إلى انتباهك"],
] as const) {
  test(`the page in ${locale} fits the screen`, async ({ browser }) => {
    const { page, context, leave } = await newOperator(browser, operator);
    await signIn(page);
    await expect(page.getByRole("heading", { name: "Needs attention" })).toBeVisible();
    await context.addCookies([{ name: "fk_locale", value: locale, url: app.url }]);
    await page.goto(`${app.url}/operator`);
    await expect(page.getByRole("heading", { name: words })).toBeVisible();
    await fits(page);
    await shoot(page, `overview-${locale}`);
    await page.goto(`${app.url}/operator/files`);
    await fits(page);
    await page.getByRole("main").getByRole("link", { name: "Field notes" }).first().click();
    await expect(page.getByRole("heading", { name: "Field notes" })).toBeVisible();
    await fits(page);
    await shoot(page, `file-${locale}`);
    await leave();
  });
}

test("the command line does the same beside the running shop", async () => {
  const { file } = await seller.sell({ title: "Another permit", bytes: randomBytes(500) });
  const run = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(root, "commands/run.mjs"), "operator", ...args, "--json"],
      { cwd: root, env: { ...process.env, ...env, NODE_ENV: "production", APP_URL: app.url } },
    );
    return JSON.parse(stdout);
  };
  const decided = await run("suspend", "file", file.url, "--ground", "terms", "--facts", "Against clause 3.");
  expect(decided.verdict).toBe("suspended");
  expect((await fetch(file.url)).status).toBe(403);
  await run("lift", "file", file.id, "--ground", "terms", "--facts", "A mistake.");
  expect((await fetch(file.url)).status).toBe(402);
  const [last] = (await run("audit", "--subject", `file ${file.id}`)).rows;
  expect(last).toMatchObject({ act: "decided", by: "command-line", detail: { verdict: "lifted" } });
});

test("an operator who was removed from ADMINS is out at the next request", async ({ browser }) => {
  test.setTimeout(120_000);
  const { page, leave } = await newOperator(browser, operator);
  await signIn(page);
  await expect(page.getByRole("heading", { name: "Needs attention" })).toBeVisible();
  const { port } = new URL(app.url);
  await app.stop();
  const { ADMINS: _, ...without } = env;
  app = await startApp({ ...without, PORT: port, APP_URL: app.url });
  await page.goto(`${app.url}/operator/files`);
  await expect(page.getByRole("button", { name: "Connect wallet and sign in" })).toBeVisible();
  await leave();
});
