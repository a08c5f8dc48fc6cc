import { defineConfig, devices } from "@playwright/test";

/** Set by `npm test` when Playwright's own browser is not there. */
const executablePath = process.env.PLAYWRIGHT_CHROMIUM || undefined;
const asRoot = process.getuid?.() === 0;
const phone = { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } };
const moneyJourneys = /browser\/(?:story|money-troubles|wallet-troubles|seller-trust|uploads)\.spec\.ts/;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  // One shop, one chain: the browser journeys share them, and two cores are all there may be.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    locale: "en-US",
    timezoneId: "UTC",
    // Snapshots of the page show as much, and its screenshots take two thirds of the time again.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: true },
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
    {
      name: "desktop",
      testMatch: "browser/**/*.spec.ts",
      // What is the same on every screen, or brings its own.
      grepInvert: /@phone/,
      use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } },
    },
    {
      name: "phone",
      testMatch: "browser/**/*.spec.ts",
      testIgnore: [moneyJourneys, "browser/translated.spec.ts"],
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
