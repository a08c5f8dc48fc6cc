import { defineConfig, devices } from "@playwright/test";

/** Set by `npm test` when Playwright's own browser is not there. */
const executablePath = process.env.PLAYWRIGHT_CHROMIUM || undefined;
const asRoot = process.getuid?.() === 0;
const phone = { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } };
const moneyJourneys = /browser\/(?:story|money-troubles|wallet-troubles|seller-trust|uploads)\.spec\.ts/;
const specs = (...names: string[]) => names.map((name) => `browser/${name}.spec.ts`);
/** Once, on a phone, is enough, but for `npm run test:long`: what goes wrong there goes wrong on every screen alike. */
const onlyOnPhones = specs(
  "after-paying",
  "connection-troubles",
  "law",
  "mail",
  "money-troubles",
  "no-wallet",
  "numbers",
  "operator",
  "previews",
  "previews-shown",
  "proxies",
  "report",
  "report-without-script",
  "second-name",
  "seller-trust",
  "sessions",
  "takedown",
  "troubles",
  "updated-server",
  "uploads",
  "viewer",
  "viewer-media",
  "wallet-tempers",
  "wallet-troubles",
);
/** The same on a desktop, for files that have journeys there of their own. */
const onlyOnDesktops = specs("previews-chosen", "storage");
const long = process.env.TEST_LONG === "1";
/** Titles that a project leaves out. */
const without = (tag: string) => (long ? new RegExp(tag) : new RegExp(`${tag}|@long`));

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  // One shop, one chain: the browser journeys share them. Three on two cores, since a journey waits as much as it works.
  workers: 3,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    locale: "en-US",
    timezoneId: "UTC",
    // Recording takes a third of the time again: `npx playwright test --trace on` for the journey that failed.
    trace: "off",
    launchOptions: {
      executablePath,
      args: [
        ...(asRoot ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--no-first-run",
      ],
    },
  },
  projects: [
    { name: "api", testMatch: "api/**/*.spec.ts" },
    // Heavy packages: see scripts/test-clients-v1.mjs.
    ...(process.env.TEST_CLIENTS_V1 === "1" ? [{ name: "clients-v1", testMatch: "clients-v1/**/*.spec.ts" }] : []),
    {
      name: "desktop",
      testMatch: "browser/**/*.spec.ts",
      // What is the same on every screen, or brings its own.
      grepInvert: without("@phone"),
      testIgnore: long ? [] : onlyOnPhones,
      use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } },
    },
    {
      name: "phone",
      testMatch: "browser/**/*.spec.ts",
      grepInvert: without("@desktop"),
      testIgnore: [moneyJourneys, "browser/translated.spec.ts", ...(long ? [] : onlyOnDesktops)],
      use: phone,
    },
    {
      // The journeys in which money moves, once more: on a phone whose browser translates the pages.
      name: "translated",
      testMatch: moneyJourneys,
      metadata: { translated: { manner: "font", from: "load" } },
      use: phone,
    },
  ],
});
