import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { startApp } from "../e2e/stack";
import { findBrowser } from "../scripts/lib/find-browser.mjs";
import { fillShop, sellerAt } from "../test/fill-shop";
import type { Figure } from "./figures";
import type { Bench } from "./measurement";
import { endWithUs } from "./programs";
import { openShop } from "./shop";

/** How many times slower the processor is. */
const SLOWDOWN = 4;
/** The addresses that are opened, by what they show, and what is there once it is shown. */
const pages = {
  "files, the newest": ["/dashboard/files", "main tbody tr"],
  "files, by money": ["/dashboard/files?sort=received", "main tbody tr"],
  "files, a search": ["/dashboard/files?q=print+0900", "main tbody tr"],
  sales: ["/dashboard/sales", "main tbody tr"],
  overview: ["/dashboard", "main h1"],
} as const;

declare global {
  interface Window {
    shownAt?: number;
  }
}

/** How soon a seller with 1,000 files and 100,000 sales sees the first rows, on a slow processor. */
export async function measureDashboard({ quick, runs, say }: Bench): Promise<Figure[]> {
  const sizes = quick ? { files: 100, sales: 1_000 } : { files: 1_000, sales: 100_000 };
  const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-bench-dashboard-"));
  const shop = await openShop({ DATA_DIR: dataDir });
  await shop.app.stop();
  const path = join(dataDir, "filekiosk.db");
  fillShop(path, { sellerId: sellerAt(path, shop.seller.address), ...sizes });
  const app = await startApp(shop.env);
  endWithUs(app.pid);
  const browser = await chromium.launch({
    executablePath: (await findBrowser({ say })).executablePath,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    const figures: Figure[] = [];
    for (const [name, [address, rows]] of Object.entries(pages)) {
      const ours: number[] = [];
      // The first visit also loads the server's code, and does not count.
      for (let run = 0; run <= runs; run += 1) {
        const shown = await visit(browser, { url: app.url + address, cookie: shop.seller.cookie, rows });
        if (run > 0) ours.push(shown);
      }
      figures.push({
        name: `First rows of ${name}: ${sizes.files} files, ${sizes.sales} sales (4x CPU)`,
        unit: "ms",
        ours,
        target: { of: "ours", is: "at most", value: 1_000 },
      });
    }
    return figures;
  } finally {
    await browser.close();
    await app.stop("SIGKILL");
    await shop.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** One visit, nothing cached. @returns ms until the first row is there, or painted if that is later */
async function visit(browser: Browser, { url, cookie, rows }: { url: string; cookie: string; rows: string }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const [name = "", ...value] = cookie.split("=");
    await context.addCookies([{ name, value: value.join("="), url }]);
    const page = await context.newPage();
    // tsx has each function keep its name by a helper, which pages do not have.
    await page.addInitScript("globalThis.__name = (named) => named");
    await page.addInitScript(watchRows, rows);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
    await page.goto(url, { waitUntil: "commit" });
    await page.waitForFunction(
      () => window.shownAt !== undefined && performance.getEntriesByName("first-contentful-paint").length > 0,
      undefined,
      { timeout: 30_000 },
    );
    return await page.evaluate(() =>
      Math.max(window.shownAt ?? 0, performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0),
    );
  } finally {
    await context.close();
  }
}

/** Notes when the rows are there. */
function watchRows(rows: string) {
  const look = () => {
    if (document.querySelector(rows)) window.shownAt = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}
