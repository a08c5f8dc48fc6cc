import { type Browser, chromium, devices, type Page } from "@playwright/test";
import { signInSeller } from "../e2e/seller";
import { startStack } from "../e2e/stack";
import { findBrowser } from "../scripts/lib/find-browser.mjs";
import type { Figure } from "./figures";
import type { Bench } from "./measurement";
import { endWithUs } from "./programs";

/** Lighthouse's slow 4G: round trip in ms, bytes per second. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
/** How many times slower the processor is. */
const SLOWDOWN = 4;
/** When Pay is tapped after it was painted (ms): before the page is alive. */
const EARLY = 300;

type Times = { painted: number; alive: number; opened: number };

declare global {
  interface Window {
    times?: Partial<Times>;
  }
}

/**
 * How soon Pay works on a phone with a slow processor and a slow line, nothing cached: from its first paint until React
 * has taken it over, and from an early tap until the list of wallets.
 */
export async function measureTaps({ runs, say }: Bench): Promise<Figure[]> {
  const stack = await startStack({ LOG_LEVEL: "error" });
  endWithUs(stack.app.pid);
  const browser = await chromium.launch({
    executablePath: (await findBrowser({ say })).executablePath,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    const seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
    const { file } = await seller.sell({
      title: "Field notes",
      description: "Twelve pages about a summer by the sea.",
    });
    const all: Times[] = [];
    // The first visit also loads the server's code, and does not count.
    for (let run = 0; run <= runs; run += 1) {
      const times = await visit(browser, file.url);
      if (run > 0) all.push(times);
    }
    const target = (value: number) => ({ of: "ours", is: "at most", value }) as const;
    return [
      {
        name: "Pay works after it is painted (4x CPU, slow 4G)",
        unit: "ms",
        ours: all.map(({ painted, alive }) => alive - painted),
        target: target(1_200),
      },
      {
        name: `A tap ${EARLY} ms after paint: the list of wallets is open`,
        unit: "ms after the tap",
        ours: all.map(({ painted, opened }) => opened - painted - EARLY),
        note: "A visit in which it does not open breaks the measurement off.",
      },
    ];
  } finally {
    await browser.close();
    await stack.stop();
  }
}

/** One visit with an early tap. */
async function visit(browser: Browser, url: string): Promise<Times> {
  const context = await browser.newContext({ ...devices["Pixel 7"], viewport: { width: 390, height: 844 } });
  try {
    const page = await context.newPage();
    // tsx has each function keep its name by a helper, which pages do not have.
    await page.addInitScript("globalThis.__name = (named) => named");
    await page.addInitScript(watchPay, EARLY);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", SLOW_4G);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
    await page.goto(url, { waitUntil: "commit" });
    return await timesOf(page);
  } finally {
    await context.close();
  }
}

async function timesOf(page: Page): Promise<Times> {
  await page.waitForFunction(() => window.times?.opened !== undefined, undefined, { timeout: 30_000 });
  return (await page.evaluate(() => window.times)) as Times;
}

/** In the page: taps Pay `early` ms after its first paint, and notes when it works and when the list of wallets is open. */
function watchPay(early: number) {
  const times: Partial<Times> = {};
  window.times = times;
  const look = () => {
    const pay = document.querySelector<HTMLElement>("[data-pay]");
    const now = performance.now();
    const isAlive = pay && Object.keys(pay).some((key) => key.startsWith("__reactProps"));
    if (isAlive) times.alive ??= now;
    if (document.querySelector("dialog[open]")) times.opened ??= now;
    if (times.opened === undefined) setTimeout(look, 4);
  };
  look();
  new PerformanceObserver((list) => {
    const paint = list.getEntriesByName("first-contentful-paint")[0];
    if (!paint || times.painted !== undefined) return;
    times.painted = paint.startTime;
    const tap = () => document.querySelector<HTMLElement>("[data-pay]")?.click();
    setTimeout(tap, Math.max(0, paint.startTime + early - performance.now()));
  }).observe({ type: "paint", buffered: true });
}
