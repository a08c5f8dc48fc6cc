import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { present, signFor } from "../buyer";
import { openShop, payButton, type Shop, see, signIn, statesOf } from "../pages-of-a-shop";
import { appUrl, fund, newVisitor, untilAlive } from "../shop-pages";

/** Pages that do not move by themselves, and are whole at twice the size. */

let shop: Shop;
test.beforeAll(async () => {
  shop = await openShop();
  await complain(shop.sale.file.url);
});

/** Buys a file and complains: the seller's page has to show that first. */
async function complain(link: string): Promise<void> {
  const buyer = privateKeyToAccount(generatePrivateKey());
  await fund(buyer.address, 1_000_000n);
  const paid = await present(link, (await signFor(link, buyer)).header);
  await paid.arrayBuffer();
  const { pathname } = new URL(link);
  const sent = await fetch(`${appUrl()}/api/files${pathname.slice("/f".length)}/complaints`, {
    method: "POST",
    headers: {
      "Claim-Token": paid.headers.get("claim-token") ?? "",
      Origin: appUrl(),
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ text: "Page two is missing." }),
  });
  expect(sent.status).toBe(201);
}

declare global {
  interface Window {
    moved?: number;
  }
}

/** Adds up layout shifts without input, as CLS does (web.dev/cls), though over the whole time. */
function watchShifts() {
  window.moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) window.moved = (window.moved ?? 0) + entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

test("nothing moves by itself while a page loads", async ({ browser }) => {
  test.setTimeout(180_000);
  const moved: string[] = [];
  for (const signedIn of [false, true]) {
    const visitor = await newVisitor(browser, async (context) => {
      await context.addInitScript(watchShifts);
      if (signedIn) await signIn(context, shop.seller);
    });
    for (const state of statesOf(shop).filter((one) => Boolean(one.signedIn) === signedIn && !one.reach)) {
      await see(visitor.page, state, async () => {
        // What arrives last moves the page as well.
        await visitor.page.waitForLoadState("networkidle");
        const shift = await visitor.page.evaluate(() => window.moved ?? 0);
        if (shift > 0.02) moved.push(`${state.name}: ${shift.toFixed(3)}`);
      });
    }
    await visitor.leave();
  }
  expect(moved).toEqual([]);
});

test("the list of wallets opens at its height, and nothing in it jumps while it loads", async ({ browser }) => {
  const visitor = await newVisitor(browser, async (context) => {
    await context.addInitScript(watchShifts);
  });
  const { page } = visitor;
  await page.goto(shop.sale.file.url);
  await untilAlive(page);
  // Each part takes longer than the 500 ms after a tap in which shifts are not counted.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const slow = { offline: false, latency: 600, downloadThroughput: -1, uploadThroughput: -1 };
  await devtools.send("Network.emulateNetworkConditions", slow);
  await payButton(page).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toBeVisible();
  const opened = await sheet.boundingBox();
  await expect(sheet.getByRole("button").nth(1)).toBeEnabled();
  await page.waitForLoadState("networkidle");
  expect(await sheet.boundingBox()).toEqual(opened);
  expect(await page.evaluate(() => window.moved ?? 0)).toBeLessThanOrEqual(0.02);
  await visitor.leave();
});

test("at a zoom of 200 % nothing is cut and no page has to be moved sideways @desktop", async ({ browser }) => {
  test.setTimeout(180_000);
  const wide: string[] = [];
  for (const signedIn of [false, true]) {
    // 200 % of 1280 x 800.
    const visitor = await newVisitor(
      browser,
      async (context) => {
        if (signedIn) await signIn(context, shop.seller);
      },
      { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
    );
    for (const state of statesOf(shop).filter((one) => Boolean(one.signedIn) === signedIn)) {
      await see(visitor.page, state, async () => {
        const width = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
        if (width > 640) wide.push(`${state.name}: ${width}`);
      });
    }
    await visitor.leave();
  }
  expect(wide).toEqual([]);
});
