import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { FileInfo } from "../../lib/products/files/schema";
import { injectWallet } from "../injected-wallet";
import { signInSeller } from "../seller";
import { appUrl, newVisitor, sellFile } from "../shop-pages";

/** The previews of a file: for a buyer, for a chat, and when its bytes are hostile. */

/** A photograph of a harbour at dusk, as far as a test needs one. */
const photo = (sky: string) =>
  sharp({ create: { width: 1_200, height: 800, channels: 3, background: sky } })
    .composite([
      { input: { create: { width: 1_200, height: 300, channels: 3, background: "#20303f" } }, left: 0, top: 500 },
    ])
    .jpeg()
    .toBuffer();

const info = async (link: string) => {
  const answer = await fetch(`${appUrl()}/api/files/${link.split("/").at(-1)}/info`);
  return (await answer.json()) as FileInfo;
};

/** The picture has arrived, and is as wide as this. */
async function expectPicture(page: Page, name: string, width: number): Promise<void> {
  const picture = page.getByRole("img", { name });
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(width);
}

test("a picture is shown by the cover that its seller chose with the price, else marked; a chat gets words and a picture", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const seller = await newVisitor(browser, async (context) => {
    await injectWallet(context, { name: "Seller Wallet" });
  });
  const bytes = await photo("#e08a4a");
  const buffer = await sharp(await photo("#4477cc"))
    .png()
    .toBuffer();
  const cover = { name: "cover.png", mimeType: "image/png", buffer };
  const link = await sellFile(seller.page, "Seller Wallet", {
    name: "harbour.jpg",
    bytes,
    price: "4.50",
    title: "Harbour",
    cover,
  });
  await expect.poll(async () => (await info(link)).preview?.kind).toBe("cover");
  await seller.page.getByRole("button", { name: "Remove cover" }).click();
  await expect(seller.page.getByText("The cover is gone.")).toBeVisible();
  // Made at a low priority.
  await expect.poll(async () => (await info(link)).preview?.kind, { timeout: 120_000 }).toBe("watermarked");
  expect(await info(link)).toMatchObject({ dimensions: { width: 1_200, height: 800 }, state: "on-sale" });

  const buyer = await newVisitor(browser);
  await buyer.page.goto(link);
  await expectPicture(buyer.page, "“Harbour”, with a watermark", 600);
  await expect(buyer.page.getByText("1200 × 800 pixels")).toBeVisible();

  await seller.page.getByLabel("Cover of “Harbour”").setInputFiles(cover);
  await expect(seller.page.getByText("The cover is shown now.")).toBeVisible();
  await buyer.page.reload();
  await expectPicture(buyer.page, "A picture that the seller shows with “Harbour”", 800);

  const bot = { "User-Agent": "WhatsApp/2.24", Accept: "*/*" };
  const page = await fetch(link, { headers: bot });
  expect(page.status).toBe(200);
  const html = await page.text();
  const tag = (name: string) => new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`).exec(html)?.[1] ?? "";
  expect([tag("og:title"), tag("og:type"), tag("twitter:card")]).toEqual(["Harbour", "website", "summary_large_image"]);
  expect(tag("og:image:alt")).toContain("$4.50");
  expect(tag("og:image:alt")).toContain("Harbour");
  const card = await fetch(tag("og:image").replaceAll("&amp;", "&"), { headers: bot });
  expect([card.status, card.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  expect(card.headers.get("cache-control")).toContain("immutable");
  expect(card.headers.get("content-security-policy")).toContain("sandbox");
  expect(await sharp(Buffer.from(await card.arrayBuffer())).metadata()).toMatchObject({ width: 1_200, height: 630 });
  await seller.leave();
  await buyer.leave();
});

test("a broken picture is sold like any file, and a hostile cover is refused in words", async ({ browser }) => {
  const seller = await signInSeller(appUrl(), privateKeyToAccount(generatePrivateKey()));
  const whole = await photo("#884422");
  const { file } = await seller.sell({
    // Of half of it there would be a picture, since browsers show that.
    bytes: whole.subarray(0, 160),
    name: "broken.jpg",
    title: "Broken",
  });
  const refused = await fetch(`${appUrl()}/api/files/${file.id}/cover`, {
    method: "PUT",
    headers: { Cookie: seller.cookie, Origin: appUrl(), "Content-Type": "image/svg+xml" },
    body: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  });
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([400, "picture_unreadable"]);

  const buyer = await newVisitor(browser);
  await buyer.page.goto(file.url);
  await expect(buyer.page.getByRole("heading", { name: "Broken" })).toBeVisible();
  await expect(buyer.page.getByRole("button", { name: /^Pay/ })).toBeVisible();
  await expect(buyer.page.getByRole("img", { name: /picture/ })).toHaveCount(0);
  expect((await fetch(file.url)).status).toBe(402);
  expect((await fetch(`${appUrl()}/api/files/${file.id}/preview`)).status).toBe(404);
  await buyer.leave();
});
