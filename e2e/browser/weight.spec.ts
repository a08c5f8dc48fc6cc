import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { openShop, payButton, signIn } from "../pages-of-a-shop";
import { appUrl, newVisitor } from "../shop-pages";

/**
 * What pages weigh on the wire, against an empty page of the same build: the scripts that Next gives every page,
 * whatever is on it (`rootMainFiles` of the build manifest), as this server sends them. See docs/performance.md.
 */

const BEFORE_PAY = 1.4;
const AFTER_PAY = 2.2;
/** A page of the seller, however many files and sales there are. */
const SELLERS = 4;

async function emptyPage(): Promise<number> {
  const manifest = readFileSync(join(import.meta.dirname, "../../.next/build-manifest.json"), "utf8");
  const { rootMainFiles } = JSON.parse(manifest) as { rootMainFiles: string[] };
  const sizes = await Promise.all(rootMainFiles.map((file) => sizeOnTheWire(`${appUrl()}/_next/${file}`)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Bytes of the body as sent to a browser. `fetch` would unpack it. */
async function sizeOnTheWire(url: string): Promise<number> {
  const { get } = await import("node:http");
  return new Promise((resolve, reject) => {
    get(url, { headers: { "Accept-Encoding": "gzip" } }, (answer) => {
      expect([url, answer.statusCode]).toEqual([url, 200]);
      let size = 0;
      answer.on("data", (part: Buffer) => {
        size += part.length;
      });
      answer.on("end", () => {
        // What is too small to be worth it is sent as it is.
        if (size > 1_024) expect([url, answer.headers["content-encoding"]]).toEqual([url, "gzip"]);
        resolve(size);
      });
    }).on("error", reject);
  });
}

/** Counts whatever the page fetches from now on, in bytes on the wire without their headers. */
async function scales(page: Page): Promise<() => number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  const headers = new Map<string, number>();
  let bytes = 0;
  devtools.on("Network.responseReceived", ({ requestId, response }) =>
    headers.set(requestId, response.encodedDataLength),
  );
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes += Math.max(0, encodedDataLength - (headers.get(requestId) ?? 0));
  });
  return () => bytes;
}

for (const locale of ["en-US", "ar"]) {
  test(`the buyer's page is light, before Pay and after, in ${locale} @phone`, async ({ browser }) => {
    const { sale } = await openShop();
    const base = await emptyPage();
    const visitor = await newVisitor(browser, undefined, { locale });
    const weight = await scales(visitor.page);
    await visitor.page.goto(sale.file.url);
    await visitor.page.waitForLoadState("networkidle");
    const before = weight() / base;
    await payButton(visitor.page).click();
    await expect(visitor.page.getByRole("dialog").getByRole("button").nth(1)).toBeEnabled();
    await visitor.page.waitForLoadState("networkidle");
    const after = weight() / base;
    console.log(`empty ${base} bytes, before Pay ${before.toFixed(2)}, after ${after.toFixed(2)} (${locale})`);
    expect(before).toBeLessThanOrEqual(BEFORE_PAY);
    expect(after).toBeLessThanOrEqual(AFTER_PAY);
    await visitor.leave();
  });
}

test("the seller's pages are light @desktop", async ({ browser }) => {
  test.setTimeout(120_000);
  const { seller, sale } = await openShop();
  const base = await emptyPage();
  const weights: Record<string, number> = {};
  for (const path of ["", "/files", `/files/${sale.file.id}`, "/sales", "/messages", "/settings"]) {
    const visitor = await newVisitor(browser, (context) => signIn(context, seller));
    const weight = await scales(visitor.page);
    await visitor.page.goto(`${appUrl()}/dashboard${path}`);
    await visitor.page.waitForLoadState("networkidle");
    weights[path] = Number((weight() / base).toFixed(2));
    await visitor.leave();
  }
  console.log(`empty ${base} bytes, the seller's pages`, weights);
  expect(Math.max(...Object.values(weights))).toBeLessThanOrEqual(SELLERS);
});
