import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { CLAMD_LIMIT, type Clamd, hasClamd, PLANTED, startClamd } from "../../test/clamd";
import { newVisitor } from "../shop-pages";
import { type Stack, startStack } from "../stack";
import { cardOf, choose, hashOf, untilUploaded } from "../upload-pages";

/** A seller in a shop that scans uploads with a real clamd. */

// A server and a clamd of its own.
test.describe.configure({ mode: "serial", timeout: 120_000 });
// biome-ignore lint/suspicious/noSkippedTests: the machine may have no clamd; npm test says so.
test.skip(!hasClamd, "clamd is not installed");

let clamd: Clamd;
let stack: Stack;
const folder = mkdtempSync(join(tmpdir(), "filekiosk-scanning-"));
test.beforeAll(async () => {
  clamd = await startClamd();
  stack = await startStack({ SCANNER: clamd.setting, SCANNER_MAX_SIZE: String(CLAMD_LIMIT) });
});
test.afterAll(async () => {
  await stack?.stop();
  await clamd?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function fileOf(name: string, bytes: Buffer) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { name, path, sha256: createHash("sha256").update(bytes).digest("hex") };
}
const clean = (name: string) => fileOf(name, randomBytes(200_000));
const infected = (name: string) => fileOf(name, Buffer.concat([randomBytes(100_000), Buffer.from(PLANTED)]));

/** Says "free" and signs in with the demo wallet. */
async function ask(page: Page, name: string): Promise<void> {
  await cardOf(page, name).getByRole("button", { name: "Free" }).click();
  await page.getByRole("button", { name: "Connect wallet and get the link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Demo wallet" }).click();
}

test("an infected file is refused in plain words, also after a reload, and a clean one is sold @phone", async ({
  browser,
}) => {
  const { page, leave } = await newVisitor(browser);
  await page.goto(stack.app.url);
  await expect(page.getByText(/up to 2/)).toBeVisible();
  const bad = infected("gift.exe");
  await choose(page, [bad]);
  await untilUploaded(page, [bad]);
  await ask(page, bad.name);
  const words = page.getByRole("alert").filter({ hasText: "The malware scanner found something in this file" });
  await expect(words).toBeVisible();
  await page.reload();
  await untilUploaded(page, [bad]);
  await page.getByRole("button", { name: "Get the link" }).click();
  await expect(words).toBeVisible();
  await cardOf(page, bad.name)
    .getByRole("button", { name: `Remove ${bad.name}` })
    .click();
  await expect(cardOf(page, bad.name)).toHaveCount(0);

  const good = clean("book.pdf");
  await choose(page, [good]);
  await untilUploaded(page, [good]);
  await cardOf(page, good.name).getByRole("button", { name: "Free" }).click();
  await page.getByRole("button", { name: "Get the link" }).click();
  const link = page.getByTestId("file-link");
  await expect(link).toBeVisible();
  expect(await hashOf((await link.textContent()) ?? "")).toBe(good.sha256);
  await leave();
});

test("while the scanner is down the page says that the file waits, and goes on by itself @phone", async ({
  browser,
}) => {
  const { page, leave } = await newVisitor(browser);
  await clamd.kill();
  await page.goto(stack.app.url);
  const good = clean("song.mp3");
  await choose(page, [good]);
  await untilUploaded(page, [good]);
  await ask(page, good.name);
  await expect(page.getByText("Your file waits for the malware scanner of this server")).toBeVisible();
  await clamd.start();
  const link = page.getByTestId("file-link");
  await expect(link).toBeVisible({ timeout: 45_000 });
  expect(await hashOf((await link.textContent()) ?? "")).toBe(good.sha256);
  await leave();
});

for (const [locale, words] of [
  ["fr", "L’antivirus a trouvé quelque chose dans ce fichier"],
  ["ar", "عثر برنامج الفحص على شيء خبيث في هذا الملف"],
] as const) {
  test(`the same words in ${locale} @phone`, async ({ browser }) => {
    const { page, leave } = await newVisitor(browser, undefined, { locale });
    await page.goto(stack.app.url);
    const bad = infected("gift.exe");
    await choose(page, [bad]);
    const card = page.getByRole("region", { name: bad.name, exact: true });
    await card.locator('input[name="price"]').fill("1.50");
    await card.locator('button[type="submit"]').click();
    await page
      .getByRole("dialog")
      .getByRole("button")
      .filter({ hasText: /demo|démo|تجريب/i })
      .first()
      .click();
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
    await leave();
  });
}
