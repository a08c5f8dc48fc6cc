import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import type { FileInfo } from "../../lib/products/files/schema";
import { openOwnFile } from "../dashboard";
import { injectWallet } from "../injected-wallet";
import { appUrl, newVisitor, sellFile, sha256 } from "../shop-pages";

/** What a seller chooses to show of a file before it is paid for. */

/** Programs make pictures at a low priority: on a busy machine they wait (ms). */
const MADE = { timeout: 60_000 };
test.setTimeout(180_000);

const withWallet = async (context: BrowserContext) => {
  await injectWallet(context, { name: "Seller Wallet" });
};

const info = async (link: string) => {
  const answer = await fetch(`${appUrl()}/api/files/${link.split("/").at(-1)}/info`);
  return (await answer.json()) as FileInfo;
};

const plain = (background: string) =>
  sharp({ create: { width: 640, height: 420, channels: 3, background } })
    .composite([
      { input: { create: { width: 300, height: 120, channels: 3, background: "#203040" } }, left: 9, top: 9 },
    ])
    .jpeg()
    .toBuffer();

async function openFold(page: Page): Promise<void> {
  await page.locator("summary", { hasText: "What people see before paying" }).first().click();
  await expect(page.getByRole("heading", { name: "What people see now" })).toBeVisible();
}

async function choose(page: Page, how: string): Promise<void> {
  await page.getByRole("radio", { name: how }).check();
  await page.getByRole("button", { name: "Show it like this" }).click();
  await expect(page.getByText("Saved. What was shown before is no longer shown.")).toBeVisible();
}

test("a photo is shown as by default, then blurred, then not at all; what is made is seen beside the choice", async ({
  browser,
}) => {
  const seller = await newVisitor(browser, withWallet);
  const { page } = seller;
  const bytes = await plain("#c06030");
  const link = await sellFile(page, "Seller Wallet", { name: "quiet harbour.jpg", bytes, price: "2" });
  // No title was typed: the name without its ending.
  await expect(page.getByText("quiet harbour", { exact: true }).first()).toBeVisible();
  await openFold(page);
  await expect(page.getByText("People see the picture, reduced and with a watermark and facts")).toBeVisible();
  await expect(page.getByRole("img", { name: "What is shown of “quiet harbour”" })).toBeVisible(MADE);

  await openOwnFile(page);
  await openFold(page);
  await choose(page, "Blurred");
  await expect.poll(async () => (await info(link)).preview?.kind, MADE).toBe("blurred");
  await expect(page.getByRole("img", { name: "What is shown of “quiet harbour”" })).toBeVisible(MADE);
  await choose(page, "Not at all");
  expect((await info(link)).preview).toBeNull();
  await expect(page.getByRole("img", { name: "What is shown of “quiet harbour”" })).toHaveCount(0);
  await expect(page.getByText("Nothing of its content, only facts.")).toBeVisible(MADE);
  await seller.leave();
});

test("a choice is made before publishing, and goes with the file", async ({ browser }) => {
  const seller = await newVisitor(browser, withWallet);
  const { page } = seller;
  await page.goto(appUrl());
  const buffer = await plain("#309060");
  await page.locator('input[type="file"]').setInputFiles({ name: "night.jpg", mimeType: "image/jpeg", buffer });
  await page.locator("summary", { hasText: "What people see before paying" }).click();
  await expect(page.getByLabel("Title")).toHaveAttribute("placeholder", "night");
  await page.getByRole("radio", { name: "Not at all" }).check();
  await expect(page.getByText("People see facts such as its type and size.")).toBeVisible();
  const pictures = await Promise.all(["#110000", "#002200", "#000033"].map(plain));
  const covers = pictures.map((one, at) => ({ name: `${at}.jpg`, mimeType: "image/jpeg", buffer: one }));
  await page.getByLabel(/^Cover of/).setInputFiles(covers);
  await page.getByRole("button", { name: "Move cover 3 earlier" }).click();
  await expect(page.getByRole("button", { name: "Move cover 2 earlier" })).toBeFocused();
  await page.getByRole("button", { name: "Remove cover 1" }).click();
  await page.getByLabel("Price").fill("1");
  await page.getByRole("button", { name: "Connect wallet and get the link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Seller Wallet" }).click();
  const link = (await page.getByTestId("file-link").textContent()) ?? "";
  await expect.poll(async () => (await info(link)).previews.map(({ kind }) => kind), MADE).toEqual(["cover", "cover"]);

  // In the dashboard: with the keyboard.
  await openOwnFile(page);
  await openFold(page);
  const [first, second] = (await info(link)).previews.map(({ url }) => url);
  await page.getByRole("button", { name: "Move cover 2 earlier" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await info(link)).previews.map(({ url }) => url), MADE).toEqual([second, first]);
  await page.getByRole("button", { name: "Remove cover 1" }).click();
  await expect(page.getByText("The cover is gone.")).toBeVisible();
  await page.getByLabel("Cover of “night”").setInputFiles(covers.slice(0, 2));
  await expect.poll(async () => (await info(link)).previews.length, MADE).toBe(3);
  expect((await info(link)).previews[0]?.url).toBe(first);
  await expect(page.getByRole("img", { name: "Cover 3" })).toBeVisible();
  await seller.leave();
});

/** A WAV: a second of silence, then a second of a loud tone. */
function toneAfterSilence(): Buffer {
  const rate = 8_000;
  const samples = Buffer.alloc(rate * 2 * 2);
  for (let at = rate; at < rate * 2; at += 1) samples.writeInt16LE(Math.round(20_000 * Math.sin(at / 3)), at * 2);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

test("the seller's browser sends the wave form of a sound; a sample of the seller's own is downloaded without paying @desktop", async ({
  browser,
}) => {
  const seller = await newVisitor(browser, withWallet);
  const { page } = seller;
  const sending = page.waitForResponse((response) => /\/wave$/.test(response.url()));
  const bytes = toneAfterSilence();
  const link = await sellFile(page, "Seller Wallet", { name: "song.wav", bytes, price: "1", title: "Song" });
  const sent = await sending;
  expect(sent.status()).toBe(200);
  const { wave } = sent.request().postDataJSON() as { wave: number[] };
  expect(wave).toHaveLength(240);
  expect(Math.max(...wave.slice(0, 110))).toBeLessThan(5);
  expect(Math.min(...wave.slice(130, 230))).toBeGreaterThan(80);

  await openFold(page);
  const buffer = Buffer.from("The first verse. ".repeat(200));
  await page.getByLabel("Sample of “Song”").setInputFiles({ name: "first verse.txt", mimeType: "text/plain", buffer });
  await expect(page.getByText("Anybody may download the sample now.")).toBeVisible();
  const { sampleFile } = await info(link);
  expect(sampleFile).toMatchObject({ name: "first verse.txt", size: buffer.length, mediaType: "text/plain" });
  const answer = await fetch(sampleFile?.url ?? "");
  expect([answer.status, answer.headers.get("content-disposition")]).toEqual([
    200,
    'attachment; filename="first verse.txt"',
  ]);
  expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sha256(buffer));
  const part = await fetch(sampleFile?.url ?? "", { headers: { Range: "bytes=4-8" } });
  expect([part.status, await part.text()]).toEqual([206, "first"]);
  expect((await fetch(link)).status).toBe(402);

  await page.getByRole("button", { name: "Remove the sample" }).click();
  await expect(page.getByRole("button", { name: "Choose a sample" })).toBeVisible();
  expect((await fetch(sampleFile?.url ?? "")).status).toBe(404);
  await seller.leave();
});

/** Records a film in the page: a canvas whose colour changes. */
async function recordFilm(page: Page): Promise<Buffer> {
  const numbers = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: 320, height: 180 });
    const pen = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const ended = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start(200);
    const begin = performance.now();
    await new Promise<void>((resolve) => {
      const draw = () => {
        const time = performance.now() - begin;
        if (pen) pen.fillStyle = time < 900 ? "#c02020" : "#2020c0";
        pen?.fillRect(0, 0, 320, 180);
        if (time > 2_000) resolve();
        else requestAnimationFrame(draw);
      };
      draw();
    });
    recorder.stop();
    await ended;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  return Buffer.from(numbers);
}

/** The colour in the middle of the poster that is shown. */
async function posterColour(link: string): Promise<number[] | null> {
  const poster = (await info(link)).previews.find(({ kind }) => kind === "poster");
  if (!poster) return null;
  const bytes = Buffer.from(await (await fetch(poster.url)).arrayBuffer());
  return [...(await sharp(bytes).resize(1, 1).raw().toBuffer())];
}

test("the seller's browser takes the poster of a film, and another moment of it if the seller likes that better @desktop", async ({
  browser,
}) => {
  const seller = await newVisitor(browser, withWallet);
  const { page } = seller;
  await page.goto(appUrl());
  const bytes = await recordFilm(page);
  const link = await sellFile(page, "Seller Wallet", { name: "film.webm", bytes, price: "3", title: "Film" });
  await expect.poll(async () => (await posterColour(link))?.[0] ?? 0, MADE).toBeGreaterThan(120);

  await openFold(page);
  await page.getByRole("button", { name: "Take a poster from the film" }).click();
  const moment = page.getByRole("slider", { name: /^Moment/ });
  await moment.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("PageDown");
  await page.getByRole("button", { name: "Use this moment" }).click();
  await expect(page.getByText("The poster is shown now.")).toBeVisible();
  expect((await posterColour(link))?.[2]).toBeGreaterThan(120);

  // The film that replaces it has a poster of its own.
  await openOwnFile(page);
  await page.getByRole("button", { name: "Replace" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator('input[type="file"]').setInputFiles({ name: "again.webm", mimeType: "", buffer: bytes });
  await dialog.getByRole("button", { name: "Replace the file" }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(async () => (await posterColour(link))?.[0] ?? 0, MADE).toBeGreaterThan(120);

  await openFold(page);
  await page.getByRole("checkbox", { name: "Show a poster" }).uncheck();
  await page.getByRole("button", { name: "Show it like this" }).click();
  await expect.poll(() => posterColour(link), MADE).toBeNull();
  await seller.leave();
});
