import { join } from "node:path";
import { type Browser, chromium, devices, type Page } from "@playwright/test";
import sharp from "sharp";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type Bed, makeBed } from "../e2e/bed";
import { injectWallet } from "../e2e/injected-wallet";
import { untilAlive } from "../e2e/shop-pages";
import { allMessages } from "../lib/i18n/all-messages";
import { type Locale, localeNames } from "../lib/i18n/locales";
import { startTestChain } from "../test/chain";
import { findBrowser } from "./lib/find-browser.mjs";

/**
 * `npm run pictures`: takes the README's pictures from the production build, in each language, and writes them to
 * docs/images. A local chain plays Base, and a wallet is played; everything else is as visitors see it.
 */

const folder = join(import.meta.dirname, "../docs/images");
const poster = join(import.meta.dirname, "demo/a-kiosk-at-dusk.svg");
const computer = { viewport: { width: 1_280, height: 760 }, deviceScaleFactor: 1.5 };
const phone = { ...devices["Pixel 7"], viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5 };
const WALLET = "My wallet";
/** Beside the phone it is as high as that (px). */
const CLIP_HEIGHT = 624;

type Box = { x: number; y: number; width: number; height: number };

const words: Record<Locale, { title: string; description: string; seller: string }> = {
  en: {
    title: "A kiosk at dusk",
    description:
      "A small poster of a lit kiosk on a quiet square, under the first stars.\n\n- prints sharply at **any size**\n- opens in any browser",
    seller: "Ana Lindqvist",
  },
  fr: {
    title: "Un kiosque au crépuscule",
    description:
      "Une petite affiche : un kiosque éclairé sur une place tranquille, sous les premières étoiles.\n\n- s’imprime nettement à **toutes les tailles**\n- s’ouvre dans tout navigateur",
    seller: "Ana Lindqvist",
  },
  ar: {
    title: "كشك عند الغسق",
    description: "ملصق صغير لكشك مضاء في ساحة هادئة تحت أولى النجوم.\n\n- يُطبع بوضوح **بأي حجم**\n- يُفتح في أي متصفح",
    seller: "نور حدّاد",
  },
};

async function main(): Promise<void> {
  const bed = await makeBed(await startTestChain({ chainId: 8453 }));
  const { executablePath } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  try {
    for (const locale of localeNames) await takePictures(browser, bed, locale);
  } finally {
    await browser.close();
    await bed.stop();
  }
}

async function takePictures(browser: Browser, { app, seller }: Bed, locale: Locale): Promise<void> {
  const { title, description, seller: name } = words[locale];
  const profile = { name, refundPolicy: "within-14-days" };
  await seller.request("PATCH", "/api/profile", profile);
  const bytes = await sharp(poster).png().toBuffer();
  const { file } = await seller.sell({ title, description, price: "4.50", bytes, name: "a-kiosk-at-dusk.png" });
  const cover = await fetch(`${app.url}/api/files/${file.id}/cover`, {
    method: "PUT",
    headers: { Origin: app.url, Cookie: seller.cookie, "Content-Type": "image/jpeg" },
    body: new Uint8Array(await sharp(poster).jpeg({ quality: 92 }).toBuffer()),
  });
  if (!cover.ok) throw new Error(`the cover was answered by ${cover.status}: ${await cover.text()}`);

  const open = async (device: typeof computer, path: string) => {
    const context = await browser.newContext({ ...device, reducedMotion: "reduce" });
    await context.addCookies([{ name: "fk_locale", value: locale, url: app.url }]);
    // tsx has each function keep its name by a helper, which pages do not have.
    await context.addInitScript("globalThis.__name = (named) => named");
    await injectWallet(context, { account: privateKeyToAccount(generatePrivateKey()), name: WALLET, chainId: 8453 });
    const page = await context.newPage();
    await page.goto(`${app.url}${path}`);
    await untilAlive(page);
    return page;
  };
  const buyers = await open(computer, `/f/${file.id}`);
  await keep(buyers, `buyer.${locale}`);
  const onPhone = await open(phone, `/f/${file.id}`);
  await keep(onPhone, `phone.${locale}`);
  const sellers = await open(computer, "/");
  await publish(sellers, locale, bytes);
  const card = sellers.locator("main section").filter({ has: sellers.getByTestId("file-link") });
  await keep(sellers, `link.${locale}`, await card.boundingBox());
  for (const page of [buyers, onPhone, sellers]) await page.context().close();
}

/** Sells the poster on the front page, until its link is ready. */
async function publish(page: Page, locale: Locale, bytes: Buffer): Promise<void> {
  const { sell } = allMessages[locale];
  const { title, seller } = words[locale];
  await page.locator('input[type="file"]').setInputFiles({ name: "poster.png", mimeType: "image/png", buffer: bytes });
  await page.getByLabel(sell.price, { exact: true }).fill("4.50");
  await page.locator('input[name="title"]').fill(title);
  const chosen = { name: "cover.png", mimeType: "image/png", buffer: bytes };
  await page.locator('input[type="file"]').first().setInputFiles(chosen);
  await page.locator('button[type="submit"].w-full').click();
  await page.getByRole("dialog").getByRole("button", { name: WALLET }).click();
  await page.getByLabel(sell.yourName).fill(seller);
  await page.getByRole("button", { name: sell.saveName }).click();
  await page.setViewportSize({ width: 1_280, height: 1_100 });
  await page.evaluate(() => scrollTo(0, 0));
}

/** Waits for pictures and fonts, and writes what is on the screen. */
async function keep(page: Page, name: string, box: Box | null = null): Promise<void> {
  // The picture for chats is drawn on demand, which takes its time.
  const shown = () =>
    [...document.images].every((image) => image.loading === "lazy" || (image.complete && image.naturalWidth > 0));
  await page.waitForFunction(shown, undefined, { timeout: 120_000 });
  await page.evaluate(() => document.fonts.ready);
  const file = join(folder, `${name}.webp`);
  // The upper part of a box.
  const clip = box ? { ...box, height: Math.min(box.height, CLIP_HEIGHT) } : undefined;
  await sharp(await page.screenshot({ clip }))
    .webp({ quality: 85 })
    .toFile(file);
  console.log(file);
}

void main();
