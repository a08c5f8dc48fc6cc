import { randomBytes } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { allMessages } from "../../lib/i18n/all-messages";
import type { Locale } from "../../lib/i18n/locales";
import { type InjectedWallet, injectWallet } from "../injected-wallet";
import { payButton, speak } from "../pages-of-a-shop";
import { appUrl, balanceOf, fund, newVisitor, readDownload, sha256 } from "../shop-pages";

/** A seller publishes, says who sells, and shares a link that people can read; a buyer buys there. */

/** Letters that no other journey has chosen. */
const letters = (from: string) => Array.from(randomBytes(8), (byte) => from[byte % from.length]).join("");
/** One pixel. */
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

async function visitor(browser: Browser, locale: Locale, walletName: string) {
  let wallet: InjectedWallet | undefined;
  const made = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { name: walletName });
    await speak(context, locale);
  });
  if (!wallet) throw new Error("no wallet");
  return { ...made, wallet };
}

type Work = { locale: Locale; name: string; title: string; slug: string };

/** Publishes, and gives name, picture and link as the page after publishing asks for them. */
async function publish(page: Page, { locale, name, title }: Work, bytes: Buffer): Promise<string> {
  const { sell, links } = allMessages[locale];
  await page.goto(appUrl());
  await page.locator('input[type="file"]').setInputFiles({ name: "harvest.txt", mimeType: "", buffer: bytes });
  await page.getByLabel(sell.price, { exact: true }).fill("0.50");
  await page.getByLabel(sell.title).fill(title);
  await page.getByRole("button", { name: sell.connectAndGetLink }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Seller Wallet" }).click();
  await expect(page.getByRole("heading", { name: sell.linkReady })).toBeVisible();
  await page.getByLabel(sell.yourName).fill(name);
  await page.getByRole("button", { name: sell.saveName }).click();
  await expect(page.getByLabel(sell.yourName)).toBeHidden();
  const input = page.locator(`input[type="file"][aria-label="${links.picture}"]`);
  await input.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: picture });
  await expect(page.getByText(links.pictureSaved)).toBeVisible();
  await page.getByText(sell.makeReadable).click();
  await page.getByRole("button", { name: links.save }).click();
  await expect(page.getByText(sell.changeReadable)).toBeVisible();
  await page.getByLabel(links.onPage).check();
  await expect(page.getByText(links.onPageSaved)).toBeVisible();
  for (const [button, ending] of [
    [links.savePng, "png"],
    [links.saveSvg, "svg"],
  ] as const) {
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    expect((await saving).suggestedFilename()).toMatch(new RegExp(`^QR .*\\.${ending}$`));
  }
  return (await page.getByTestId("file-link").textContent()) ?? "";
}

const works: (Work & { tag: string })[] = [
  {
    tag: "@desktop",
    locale: "en",
    name: `Ana ${letters("bcdfgkpt")}`,
    title: "Quiet harvest",
    slug: "quiet-harvest",
  },
  { tag: "@phone", locale: "ar", name: `نور ${letters("بتجدرس")}`, title: "حصاد هادئ", slug: "حصاد-هادئ" },
];

for (const { tag, ...work } of works) {
  test(`a readable link, from publishing to the purchase, in ${work.locale} ${tag}`, async ({ browser }) => {
    const { locale, name, title, slug } = work;
    const { page: words, sellerPage, access } = allMessages[locale];
    const seller = await visitor(browser, locale, "Seller Wallet");
    const buyer = await visitor(browser, locale, "Buyer Wallet");
    await fund(buyer.wallet.account.address, 1_000_000n);
    const bytes = randomBytes(8_000);
    const link = await publish(seller.page, work, bytes);
    const handle = name.toLowerCase().replace(" ", "-");
    expect(link).toBe(`${appUrl()}/s/${handle}/${slug}`);

    const { page } = buyer;
    await page.goto(link);
    await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
    await expect(page.getByText(words.walletOnly.split(" · ")[0] ?? "")).toBeVisible();
    await payButton(page).click();
    const downloading = page.waitForEvent("download");
    await page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
    expect((await readDownload(await downloading)).sha256).toBe(sha256(bytes));
    expect(new URL(page.url()).pathname).toBe(new URL(link).pathname);
    expect(await balanceOf(buyer.wallet.account.address)).toBe(500_000n);

    // The page at this link knows, also after a reload.
    await page.reload();
    await expect(page.getByRole("heading", { name: access.bought })).toBeVisible();
    await expect(payButton(page)).toHaveCount(0);

    await page.getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await expect(page.getByText(sellerPage.unverified)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.screenshot({ path: test.info().outputPath(`seller-${locale}.png`), fullPage: true });
    await page.getByRole("listitem").getByRole("link", { name: title }).click();
    await expect(page.getByRole("heading", { name: access.bought })).toBeVisible();
    await seller.page.screenshot({ path: test.info().outputPath(`ready-${locale}.png`), fullPage: true });
    await seller.leave();
    await buyer.leave();
  });
}
