import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { FileInfo } from "../../lib/products/files/schema";
import { openTab } from "../dashboard";
import { injectWallet } from "../injected-wallet";
import { makePdf } from "../make-pdf";
import { type Seller, signInSeller } from "../seller";
import { appUrl, fund, newVisitor, readDownload, sha256 } from "../shop-pages";

/** What a buyer has after paying: immediately, and later with only the wallet. */

const newAccount = () => privateKeyToAccount(generatePrivateKey());

async function newSale(bytes: Buffer, name: string) {
  const seller = await signInSeller(appUrl(), newAccount());
  return { seller, ...(await seller.sell({ price: "0.25", bytes, name })) };
}

async function visitorWith(browser: Browser, account: PrivateKeyAccount) {
  return newVisitor(browser, async (context) => void (await injectWallet(context, { account, name: "Buyer Wallet" })));
}

async function pay(page: Page, link: string, account: PrivateKeyAccount) {
  await fund(account.address, 250_000n);
  await page.goto(link);
  await page.getByRole("button", { name: /^Pay / }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
  await expect(page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  return readDownload(await downloading);
}

/** The seller's own browser. */
async function dashboardOf(browser: Browser, { cookie }: Seller) {
  const visitor = await newVisitor(browser);
  const [name = "", ...value] = cookie.split("=");
  await visitor.context.addCookies([{ name, value: value.join("="), url: appUrl() }]);
  await openTab(visitor.page, "messages");
  return visitor;
}

/** Eight bits a sample, 8 kHz, silent: a second is 8,000 bytes. */
function silence(seconds: number): Buffer {
  const samples = Buffer.alloc(8_000 * seconds, 128);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(8_000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

test("the text opens on the page as text, the date goes into a calendar, and a problem reaches the seller", async ({
  browser,
}) => {
  const text = `What a text may say:\n<script>document.title = "taken over"</script>\n<img src=x onerror="document.title='taken over'">\n`;
  const sale = await newSale(Buffer.from(text + "A line. ".repeat(40_000)), "notes.txt");
  const account = newAccount();
  const buyer = await visitorWith(browser, account);
  await pay(buyer.page, sale.file.url, account);

  await buyer.page.getByRole("button", { name: "Open here" }).click();
  const shown = buyer.page.getByRole("region", { name: "The file, opened here" });
  await expect(shown).toContainText(text.trim().split("\n")[1] ?? "");
  await expect(shown).toContainText("Only the beginning is shown: 262 KB of 320 KB.");
  await expect(shown.locator("script, img")).toHaveCount(0);
  await expect(buyer.page).not.toHaveTitle(/taken over/);

  const calendar = buyer.page.waitForEvent("download");
  await buyer.page.getByRole("link", { name: "Add to calendar" }).click();
  const file = await calendar;
  expect(file.suggestedFilename()).toBe("download-until.ics");
  expect(readFileSync(await file.path(), "utf8")).toMatch(/^BEGIN:VCALENDAR\r\n.*SUMMARY:Last day to download/s);

  const problem = buyer.page.getByText("Problem with this file?").filter({ visible: true });
  await expect(problem).toHaveCount(1);
  await problem.click();
  await buyer.page.getByLabel("What is wrong?").fill("Page 3 is missing.");
  await buyer.page.getByLabel(/Where can the seller answer/).fill("ana@example.com");
  await buyer.page.getByRole("button", { name: "Send to the seller" }).click();
  await expect(buyer.page.getByText("Sent. The seller sees it on their dashboard.")).toBeVisible();

  const seller = await dashboardOf(browser, sale.seller);
  const list = seller.page.getByRole("region", { name: "1 buyer has a problem" });
  await expect(list).toContainText("Page 3 is missing.");
  await expect(list).toContainText("ana@example.com");
  await list.getByRole("button", { name: "Mark as done" }).click();
  await expect(seller.page.getByText("Marked as done.")).toBeVisible();
  await seller.page.reload();
  await expect(seller.page.getByText("Nothing to answer.")).toBeVisible();
  await expect(seller.page.getByText("Page 3 is missing.")).toHaveCount(0);
  await buyer.leave();
  await seller.leave();
});

test("a buyer does not see the note about the blurred picture, immediately and later", async ({ browser }) => {
  test.setTimeout(180_000);
  const bytes = await sharp({ create: { width: 120, height: 80, channels: 3, background: "#4477cc" } })
    .jpeg()
    .toBuffer();
  const sale = await newSale(bytes, "harbour.jpg");
  const preview = async () => {
    const answer = await fetch(`${appUrl()}/api/files/${sale.file.id}/info`);
    return ((await answer.json()) as FileInfo).preview?.kind;
  };
  // Pictures are made at a low priority.
  await expect.poll(preview, { timeout: 120_000 }).toBe("blurred");
  const account = newAccount();
  const buyer = await visitorWith(browser, account);
  const note = buyer.page.getByText("Blurred on purpose");
  await buyer.page.goto(sale.file.url);
  await expect(note).toBeVisible();
  await pay(buyer.page, sale.file.url, account);
  await expect(note).toBeHidden();

  await buyer.page.reload();
  await expect(buyer.page.getByText("Problem with this file?").filter({ visible: true })).toHaveCount(1);
  await expect(note).toBeHidden();
  await buyer.leave();
});

test("sound plays by ranges, and continues where it was when its ticket has expired", async ({ browser }) => {
  const sale = await newSale(silence(3_600), "concert.wav");
  const account = newAccount();
  const buyer = await visitorWith(browser, account);
  await pay(buyer.page, sale.file.url, account);

  const ranges: string[] = [];
  let over = false;
  // A line that brings a megabyte at a time: what is beyond it has to be asked for, whatever the browser would load ahead.
  await buyer.page.route(/[?&]ticket=/, async (route) => {
    const request = route.request();
    // As the server answers a ticket that is over.
    if (over) {
      over = false;
      return route.fulfill({ status: 410, body: "" });
    }
    const headers = request.headers();
    if (headers.range) ranges.push(headers.range);
    const from = Number(/bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0);
    const response = await route.fetch({ headers: { ...headers, range: `bytes=${from}-${from + 999_999}` } });
    return route.fulfill({ response });
  });
  await buyer.page.getByRole("button", { name: "Open here" }).click();
  const audio = buyer.page.getByLabel("concert.wav");
  const state = () =>
    audio.evaluate((element: HTMLAudioElement) => ({
      duration: Math.round(element.duration),
      time: Math.round(element.currentTime),
      broken: element.error !== null,
    }));
  await expect.poll(async () => (await state()).duration).toBe(3_600);

  // Asked for within the same second, the next ticket is the same text: that must not be where the player stops.
  over = true;
  ranges.length = 0;
  await audio.evaluate((element: HTMLAudioElement) => {
    element.currentTime = 3_000;
  });
  await expect.poll(state).toMatchObject({ time: 3_000, duration: 3_600, broken: false });
  await expect.poll(() => ranges.some((range) => Number(/bytes=(\d+)-/.exec(range)?.[1]) > 1_000_000)).toBe(true);
  expect(over).toBe(false);
  await buyer.leave();
});

test("a PDF opens as drawings of its pages, read in parts as they are looked at, in a worker that may fetch nothing", async ({
  browser,
}) => {
  const lines = Array.from({ length: 12 }, (_, index) => `This is sheet ${index + 1}.`);
  const bytes = makePdf(lines);
  const sale = await newSale(bytes, "manual.pdf");
  const account = newAccount();
  const buyer = await visitorWith(browser, account);
  await pay(buyer.page, sale.file.url, account);

  let read = 0;
  const hosts = new Set<string>();
  let policy: string | undefined;
  buyer.page.on("response", async (answer) => {
    const { "content-security-policy": sent, "content-length": length } = answer.headers();
    hosts.add(new URL(answer.url()).origin);
    if (answer.status() === 206) read += Number(length);
    if (answer.url().endsWith(".mjs")) policy = sent;
  });
  await buyer.page.getByRole("button", { name: "Open here" }).click();
  const pages = buyer.page.getByRole("group", { name: "Pages of manual.pdf" });
  const sheet = (number: number) => pages.getByRole("group", { name: `Page ${number} of 12`, exact: true });
  await expect(sheet(1)).toContainText("This is sheet 1.");
  await expect.poll(() => darkPixels(sheet(1))).toBeGreaterThan(500);
  expect(policy).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
  expect(read).toBeLessThan(bytes.length / 2);
  await expect(sheet(12)).toBeEmpty();

  // Its ticket is over: the pages that are looked at now are read with a new one.
  let refused = 0;
  await buyer.page.route(
    (url) => url.searchParams.has("ticket"),
    (route) => (refused++ === 0 ? route.fulfill({ status: 410, body: "" }) : route.fallback()),
  );
  await scrollToEnd(pages);
  await expect(sheet(12)).toContainText("This is sheet 12.");
  await expect(buyer.page.getByRole("paragraph").filter({ hasText: "Page 12 of 12" })).toBeVisible();
  expect(refused).toBeGreaterThan(1);
  await expect.poll(() => darkPixels(sheet(1))).toBe(0);
  const { width = 0 } = (await sheet(12).boundingBox()) ?? {};
  await buyer.page.getByRole("button", { name: "Larger" }).click();
  await expect.poll(async () => (await sheet(12).boundingBox())?.width).toBeGreaterThan(width * 1.4);
  expect([...hosts]).toEqual([new URL(appUrl()).origin]);

  await buyer.page.getByRole("button", { name: "Close" }).click();
  const locked = Buffer.from(bytes.toString().replace("/Nothing", "/Encrypt"));
  await buyer.page.route(
    (url) => url.searchParams.has("ticket"),
    (route) => {
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(route.request().headers().range ?? "") ?? [];
      return route.fulfill({ status: 206, body: locked.subarray(Number(from), Number(to) + 1) });
    },
  );
  await buyer.page.getByRole("button", { name: "Open here" }).click();
  await expect(buyer.page.getByText("This PDF asks for a password.")).toBeVisible();
  await expect(buyer.page.getByRole("link", { name: "Download", exact: true })).toBeVisible();
  await buyer.leave();
});

/** By keyboard, like somebody who presses the key again when a page that is still being drawn has not moved. */
async function scrollToEnd(pages: Locator): Promise<void> {
  await expect(async () => {
    await pages.press("End");
    const isAtEnd = () => pages.evaluate((box) => box.scrollTop + box.clientHeight > box.scrollHeight - 5);
    await expect.poll(isAtEnd, { timeout: 3_000 }).toBe(true);
  }).toPass();
}

/** How much of a page is drawn. */
function darkPixels(sheet: Locator): Promise<number> {
  return sheet.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    if (canvas.width === 0) return 0;
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let dark = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      if ((pixels[at] ?? 255) < 100 && (pixels[at + 3] ?? 0) > 200) dark += 1;
    }
    return dark;
  });
}

test("My purchases: another browser with the same wallet has it all, and other wallets have none of it", async ({
  browser,
}) => {
  const bytes = randomBytes(40_000);
  const sale = await newSale(bytes, "thesis.pdf");
  const account = newAccount();
  const first = await visitorWith(browser, account);
  await pay(first.page, sale.file.url, account);
  const region = await first.page.getByRole("region", { name: "Recovery link" }).textContent();
  const oldLink = /https?:\S+\/r#[\w-]{43}/.exec(region ?? "")?.[0] ?? "";

  const later = await visitorWith(browser, account);
  await later.page.goto(appUrl());
  await later.page.getByRole("link", { name: "My purchases" }).click();
  await later.page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await later.page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
  const card = later.page.getByRole("region", { name: sale.file.title });
  await expect(card).toContainText("Paid");
  await expect(card).toContainText("$0.25");
  const downloading = later.page.waitForEvent("download");
  await card.getByRole("link", { name: /^Download/ }).click();
  expect((await readDownload(await downloading)).sha256).toBe(sha256(bytes));

  await card.getByText("New recovery link").click();
  await card.getByLabel(/Also switch off/).check();
  await card.getByRole("button", { name: "Make a new link" }).click();
  const made = await card.getByRole("region", { name: "Recovery link" }).textContent();
  const newLink = /https?:\S+\/r#[\w-]{43}/.exec(made ?? "")?.[0] ?? "";
  await card.getByRole("link", { name: "Receipt" }).click();
  await expect(later.page.getByRole("heading", { name: "Receipt" })).toBeVisible();
  await expect(later.page.getByText(account.address.toLowerCase())).toBeVisible();

  const elsewhere = await newVisitor(browser);
  await elsewhere.page.goto(oldLink);
  await expect(elsewhere.page.getByText("This recovery link is not valid.")).toBeVisible();
  await elsewhere.page.goto("about:blank");
  await elsewhere.page.goto(newLink);
  await expect(elsewhere.page.getByRole("link", { name: "Download" })).toBeVisible();

  const stranger = await visitorWith(browser, newAccount());
  await stranger.page.goto(`${appUrl()}/purchases`);
  await stranger.page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await stranger.page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
  await expect(stranger.page.getByText("This wallet has bought nothing here yet.")).toBeVisible();
  for (const visitor of [first, later, elsewhere, stranger]) await visitor.leave();
});
