import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { FilmFacts } from "../../lib/previews/facts/schema";
import type { ProgramAnswer } from "../../lib/previews/read-answer";
import { makeMp4, silentTrack } from "../../test/make-media";
import { makeTone } from "../../test/make-tone";
import { showContent } from "../../test/show-content";
import { speak } from "../pages-of-a-shop";
import { type Seller, signInSeller } from "../seller";
import { openShopData } from "../shop-data";
import { appUrl, newVisitor } from "../shop-pages";

/** What buyers see of a file before they pay: pictures, what plays, what is inside, and its facts. */

let seller: Seller;
let close: () => Promise<void>;
test.beforeAll(async () => {
  close = openShopData();
  seller = await signInSeller(appUrl(), privateKeyToAccount(generatePrivateKey()));
});
test.afterAll(() => close?.());

const picture = (background: string, width = 800, height = 600) =>
  sharp({ create: { width, height, channels: 3, background } })
    .webp()
    .toBuffer();

/** Bytes that no program of the shop reads, shown as if one had. */
async function sellShown(title: string, name: string, answer: ProgramAnswer): Promise<string> {
  const { file } = await seller.sell({ bytes: randomBytes(2_000), name, title });
  await showContent(file.id, answer);
  return file.url;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
}

/** Plays until some of it was heard or seen. */
async function expectToPlay(page: Page, element: "audio" | "video", name: string, seconds: number): Promise<void> {
  const media = page.locator(element);
  await expect(media).toHaveAttribute("aria-label", name);
  expect(await media.evaluate((one: HTMLMediaElement) => [one.preload, one.readyState])).toEqual(["none", 0]);
  await media.focus();
  await page.keyboard.press("Space");
  await expect.poll(() => media.evaluate((one: HTMLMediaElement) => one.currentTime)).toBeGreaterThan(0.1);
  expect(await media.evaluate((one: HTMLMediaElement) => Math.round(one.duration))).toBe(seconds);
  await media.evaluate((one: HTMLMediaElement) => one.pause());
}

test("several pictures are swiped or scrolled, each whole and with its words", async ({ browser }) => {
  const sizes = [
    ["watermarked", "#b5653a", 800, 600],
    ["page", "#35618e", 566, 800],
    ["poster", "#4b7f52", 800, 450],
  ] as const;
  const parts = sizes.map(async ([kind, background, width, height]) => ({
    ...{ kind, mediaType: "image/webp" as const, width, height },
    bytes: await picture(background, width, height),
  }));
  const facts = {
    kind: "picture",
    trouble: null,
    width: 4_000,
    height: 3_000,
    colourSpace: "Display P3",
    frames: 1,
  } as const;
  const url = await sellShown("Harbour", "harbour.bin", { facts, parts: await Promise.all(parts) });
  const { page, leave } = await newVisitor(browser);
  await page.goto(url);
  const gallery = page.getByRole("region", { name: "Pictures of “Harbour”" });
  const names = ["“Harbour”, with a watermark", "A page of “Harbour”", "A still from “Harbour”"];
  await expect(gallery.getByRole("img")).toHaveCount(3);
  await expect(gallery.getByRole("img", { name: names[0] })).toHaveAttribute("fetchpriority", "high");
  for (const [at, name] of names.entries()) {
    const image = gallery.getByRole("img", { name });
    await image.scrollIntoViewIfNeeded();
    await expect(image).toBeInViewport({ ratio: 0.9 });
    await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(sizes[at]?.[2]);
  }
  await gallery.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(gallery.getByRole("img", { name: names[1] })).toBeInViewport({ ratio: 0.9 });
  await expect(page.getByText("What you buy has no watermark.")).toBeVisible();
  await expect(page.getByText("4000 × 3000 pixels")).toBeVisible();
  await expect(page.getByText("Display P3")).toBeVisible();
  await expectAccessible(page);
  await leave();
});

test("a sample of a sound plays below the form of the whole, and nothing of it is loaded before", async ({
  browser,
}) => {
  const seconds = 4;
  const wave = Array.from({ length: 240 }, (_, at) => Math.round(50 + 40 * Math.sin(at / 9) * Math.cos(at / 31)));
  const known = { bitRate: 320_000, sampleRate: 44_100, channels: 2, bitDepth: null, codec: "MP3" };
  const facts = {
    kind: "sound",
    trouble: null,
    seconds: 225,
    ...known,
    title: null,
    artist: "Ana Sol",
    album: null,
  } as const;
  const tone = {
    kind: "sound",
    mediaType: "audio/wav",
    width: 0,
    height: 0,
    seconds,
    bytes: makeTone(seconds),
  } as const;
  const url = await sellShown("Rivers", "rivers.bin", { facts, wave, parts: [tone] });
  const { page, leave } = await newVisitor(browser);
  await page.goto(url);
  await expect(page.getByRole("img", { name: "How loud “Rivers” is, from beginning to end" })).toBeVisible();
  await expect(page.getByText("Sample, 0:04 of 3:45")).toBeVisible();
  for (const fact of ["3:45", "320 kbit/s", "stereo"]) {
    await expect(
      page.getByRole("banner").or(page.locator(".file-head")).getByText(fact, { exact: true }),
    ).toBeVisible();
  }
  await expect(page.getByText("Ana Sol")).toBeVisible();
  await expectAccessible(page);
  await expectToPlay(page, "audio", "Play a sample of “Rivers”", seconds);
  await leave();
});

test("a clip of a film plays in place of its poster", async ({ browser }) => {
  const poster = {
    kind: "poster",
    mediaType: "image/webp",
    width: 800,
    height: 450,
    bytes: await picture("#223344", 800, 450),
  } as const;
  const clip = {
    kind: "clip",
    mediaType: "video/mp4",
    width: 0,
    height: 0,
    seconds: 5,
    bytes: makeMp4([silentTrack()]),
  } as const;
  const size = { seconds: 723, width: 1_920, height: 1_080, frameRate: 25 };
  const facts: FilmFacts = {
    kind: "film",
    trouble: null,
    ...size,
    codecs: ["H.264", "AAC"],
    playsIn: "all",
    title: null,
  };
  const url = await sellShown("Dunes", "dunes.bin", { facts, parts: [poster, clip] });
  const { page, leave } = await newVisitor(browser);
  await page.goto(url);
  await expect(page.locator("video")).toHaveAttribute("poster", /\/preview\?h=/);
  await expect(page.getByText("Sample, 0:05 of 12:03")).toBeVisible();
  await expect(page.getByText("every current browser")).toBeVisible();
  await expectAccessible(page);
  await expectToPlay(page, "video", "Play a clip of “Dunes”", 5);
  await leave();
});

test("what is inside an archive, a book and a text is read on the page, whatever it says", async ({ browser }) => {
  const facts = { kind: "archive", trouble: null, files: 214, bytes: 1_200_000_000 } as const;
  const entries = ["brushes/ink/round.abr", "brushes/soft.abr", "<img src=x onerror=alert(1)>.txt", "قراءة.txt"];
  const archive = await sellShown("Brushes", "brushes.bin", {
    facts,
    excerpt: {
      entries: entries.map((path, at) => ({ path, bytes: 1_000 * (at + 1) })),
      hasMore: true,
      readme: "# How to install\n\nCopy them. <script>document.title = 'run'</script>",
    },
    parts: [],
  });
  const { page, context, leave } = await newVisitor(browser);
  await page.goto(archive);
  await expect(page.locator(".file-head").getByText("214 files", { exact: true })).toBeVisible();
  await page.getByText("What is inside", { exact: true }).click();
  await expect(page.getByText("round.abr")).toBeVisible();
  await page.getByText("ink", { exact: true }).click();
  await expect(page.getByText("round.abr")).toBeHidden();
  await expect(page.getByText("<img src=x onerror=alert(1)>.txt")).toBeVisible();
  await expect(page.getByText("and 210 more files")).toBeVisible();
  await page.getByText("README", { exact: true }).click();
  await expect(page.getByRole("heading", { name: "How to install" })).toBeVisible();
  await expect(page).toHaveTitle(/Brushes/);
  await expectAccessible(page);

  const text = Array.from({ length: 10 }, (_, at) => `${at};تونس;42`).join("\n");
  const table = { kind: "text", trouble: null, lines: 1_240, encoding: "utf-8", columns: 3 } as const;
  await page.goto(await sellShown("Cities", "cities.bin", { facts: table, excerpt: { text }, parts: [] }));
  await expect(page.getByText("The first 10 of 1,240 lines")).toBeVisible();
  await expect(page.locator("pre")).toHaveText(text);
  await expectAccessible(page);

  const book = {
    kind: "book",
    trouble: "encrypted",
    title: null,
    author: "Jane Doe",
    language: "fr",
    chapters: 23,
  } as const;
  const chapters = [
    { title: "The river", depth: 0 },
    { title: "Its mouth", depth: 1 },
  ];
  await speak(context, "ar");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(await sellShown("Book", "book.bin", { facts: book, excerpt: { chapters }, parts: [] }));
  await page.getByText("المحتويات", { exact: true }).click();
  await expect(page.getByText("Its mouth")).toBeVisible();
  await expect(page.getByText("محميّ بكلمة مرور", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await leave();
});

test("a file stands on another site: its card in a frame, its button, its picture", async ({ browser }) => {
  const url = await sellShown("Atlas", "atlas.bin", {
    facts: { kind: "pdf", trouble: null, pages: 24, pageWidth: 210, pageHeight: 297, title: null, author: null },
    parts: [
      { kind: "page", mediaType: "image/webp", width: 566, height: 800, bytes: await picture("#777722", 566, 800) },
    ],
  });
  // What a test reads in a sandboxed page is reported there as a script.
  const context = await browser.newContext();
  const page = await context.newPage();
  const oembed = await fetch(`${appUrl()}/api/oembed?url=${encodeURIComponent(url)}`);
  const { html } = (await oembed.json()) as { html: string };
  const blog = createServer((_, res) => res.setHeader("Content-Type", "text/html").end(html)).listen(0, "127.0.0.1");
  await once(blog, "listening");
  await page.goto(`http://127.0.0.1:${(blog.address() as AddressInfo).port}/`);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText("24 pages")).toBeVisible();
  await expect.poll(() => frame.locator("img").evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(566);
  const opened = context.waitForEvent("page");
  await frame.getByText("Buy for $0.25").click();
  const shop = await opened;
  await expect(shop.getByRole("heading", { name: "Atlas" })).toBeVisible();
  await context.close();
  blog.close();
});
