import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";

/** What people do while several files are on their way. */

/** Real files, because only those are the same again when they are chosen a second time. */
export function makeFiles(names: readonly string[], size: number) {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-files-"));
  const files = names.map((name) => {
    const bytes = randomBytes(size);
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return { name, path, sha256: createHash("sha256").update(bytes).digest("hex") };
  });
  return { files, remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function choose(page: Page, files: readonly { path: string }[]): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles(files.map(({ path }) => path));
}

/** The card of one file. */
export const cardOf = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

/** Bytes that the card says are sent. */
export async function sentOf(card: Locator): Promise<number> {
  return card.getByRole("progressbar").evaluate((bar) => (bar as HTMLProgressElement).value);
}

/** Ids of the uploads that a page begins, from now on. */
export function watchUploads(page: Page): string[] {
  const ids: string[] = [];
  page.on("response", (response) => {
    if (response.request().method() !== "POST" || response.status() !== 201) return;
    const id = response.headers().location?.split("/").at(-1);
    if (id) ids.push(id);
  });
  return ids;
}

/** Until then, what the page says is sent may still be on its way, in buffers. @param dataDir the server's */
export async function untilReceived(dataDir: string, ids: readonly string[], count: number): Promise<void> {
  const bytesOf = (id: string) => statSync(join(dataDir, "uploads", id), { throwIfNoEntry: false })?.size ?? 0;
  await expect.poll(() => ids.filter((id) => bytesOf(id) > 0).length).toBe(count);
}

/** The page's connection. `upload` in bytes per second; without it, as fast as it goes. */
export async function connection(page: Page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  return (state: { offline?: boolean; upload?: number }) =>
    devtools.send("Network.emulateNetworkConditions", {
      offline: state.offline ?? false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: state.upload ?? -1,
    });
}

/** Until then the lines above the form grow and shrink, and what is pressed moves away. */
export async function untilUploaded(page: Page, files: readonly { name: string }[]): Promise<void> {
  for (const { name } of files) {
    await expect(cardOf(page, name).getByText("uploaded", { exact: true })).toBeVisible({ timeout: 60_000 });
  }
}

/** Says free for the file whose form is open and the same for the others, signs in, and waits for all links. */
export async function giveAllAway(page: Page, open: Locator, count: number): Promise<string[]> {
  await open.getByRole("button", { name: "Free" }).click();
  if (count > 1) await open.getByRole("checkbox", { name: /^Sell the other/ }).check();
  await open.getByRole("button", { name: "Connect wallet and get the link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Demo wallet" }).click();
  await expect(page.getByTestId("file-link")).toHaveCount(count, { timeout: 45_000 });
  return page.getByTestId("file-link").allTextContents();
}

/** SHA-256 of what a free file's link gives to a program. */
export async function hashOf(link: string): Promise<string> {
  const response = await fetch(link);
  expect(response.status).toBe(200);
  return createHash("sha256")
    .update(Buffer.from(await response.arrayBuffer()))
    .digest("hex");
}
