import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";

/** A whole Chromium: the headless shell knows no settings. */
export const wholeChromium = [
  process.env.PLAYWRIGHT_CHROMIUM ?? "",
  chromium.executablePath(),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => !path.includes("headless-shell") && !path.includes("headless_shell") && existsSync(path));

/** `ContentSettingsType::COOKIES`, "Block": all cookies and all storage of sites. */
const BLOCK_ALL = { profile: { default_content_setting_values: { cookies: 2 } } };

/** A browser whose person has chosen to block all cookies. */
export async function newVisitorWithoutCookies(
  prepare: (context: BrowserContext) => Promise<void>,
): Promise<{ page: Page; leave(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), "filekiosk-profile-"));
  mkdirSync(join(profile, "Default"));
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(BLOCK_ALL));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: wholeChromium,
    locale: "en-US",
    ignoreDefaultArgs: ["--headless"],
    args: ["--headless=new", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  await prepare(context);
  const page = await context.newPage();
  return {
    page,
    async leave() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
