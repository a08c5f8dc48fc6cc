import { type Browser, expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { injectWallet } from "../injected-wallet";
import { payButton, signIn } from "../pages-of-a-shop";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { appUrl, balanceOf, fund, newVisitor, payAndDownload } from "../shop-pages";

/** The page on which a file is bought: what stands where, in which words, and what it says to buyers who come back. */

const newAccount = () => privateKeyToAccount(generatePrivateKey());
const onPhone = () => test.info().project.name === "phone";

const words = `Twelve letters from a farm.

<script>document.title = "taken over"</script>

## What you get

- a **PDF** of 148 pages

[the licence](https://example.org/by) [no](javascript:alert(1)) ![pixel](https://example.org/pixel.gif)

${"A line that makes the description long enough to be folded on a small screen. ".repeat(4)}

The last words.`;

let seller: Seller;
let sale: SoldFile;
test.beforeAll(async () => {
  seller = await signInSeller(appUrl(), newAccount());
  const profile = { name: "Ana Lindqvist", refundPolicy: "within-14-days", accent: "#7a1f5c" };
  expect((await seller.request("PATCH", "/api/profile", profile)).status).toBe(200);
  sale = await seller.sell({ price: "0.25", title: "Quiet Harvest", description: words });
  const cover = await sharp({ create: { width: 800, height: 1_200, channels: 3, background: "#153b35" } })
    .jpeg()
    .toBuffer();
  const put = await fetch(`${appUrl()}/api/files/${sale.file.id}/cover`, {
    method: "PUT",
    headers: { Origin: appUrl(), Cookie: seller.cookie, "Content-Type": "image/jpeg" },
    body: new Uint8Array(cover),
  });
  expect(put.status).toBe(200);
});

async function open(browser: Browser, path = `/f/${sale.file.id}`) {
  const visitor = await newVisitor(browser);
  await visitor.page.goto(`${appUrl()}${path}`);
  return visitor;
}

const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not shown`);
  return box;
};

test("what is sold stands first, and Pay stays in reach", async ({ browser }) => {
  const { page, leave } = await open(browser);
  const screen = page.viewportSize() ?? { width: 0, height: 0 };
  const title = await boxOf(page, "h1");
  const text = await boxOf(page, ".file-words");
  const inSight = async () => {
    const pay = await boxOf(page, "[data-pay]");
    expect(pay.y).toBeGreaterThanOrEqual(0);
    expect(pay.y + pay.height).toBeLessThanOrEqual(screen.height);
    return pay;
  };
  const pay = await inSight();
  expect(text.y).toBeGreaterThan(title.y);
  if (onPhone()) {
    expect(screen.height - pay.y - pay.height).toBeLessThan(20);
    await expect(page.getByText("The last words.")).toBeHidden();
    await page.getByText("Read more").click();
  } else {
    expect(pay.x).toBeGreaterThan(title.x + title.width - 1);
    await expect(page.getByText("Read more")).toBeHidden();
  }
  await expect(page.getByText("The last words.")).toBeVisible();
  await page.getByText("Report this file").scrollIntoViewIfNeeded();
  await inSight();
  await leave();
});

test("a description is safe Markdown, and its first sentence is what a chat shows", async ({ browser }) => {
  const { page, leave } = await open(browser);
  const html = await (await fetch(sale.file.url, { headers: { Accept: "text/html" } })).text();
  expect(html).toContain('<meta property="og:description" content="Twelve letters from a farm."/>');
  await expect(page).toHaveTitle("Quiet Harvest · Filekiosk");
  const said = page.locator(".file-words");
  await expect(said.getByRole("heading", { name: "What you get" })).toHaveCount(1);
  await expect(said.locator("li strong")).toHaveText("PDF");
  await expect(said.locator("img, script")).toHaveCount(0);
  await expect(said.locator("a")).toHaveCount(1);
  const licence = said.locator("a");
  await expect(licence).toHaveAttribute("rel", "nofollow ugc noopener noreferrer");
  await expect(said.locator(".host")).toHaveText("(example.org)");
  await leave();
});

test("before Pay a page says promises, not raw numbers and addresses; the dates are one line", async ({ browser }) => {
  const { page, leave } = await open(browser);
  const card = page.locator(".file-buy");
  await expect(card.locator("p").getByText("$0.25", { exact: true }).first()).toBeVisible();
  await expect(card.getByText("USDC on Devnet", { exact: true })).toBeVisible();
  for (const promise of ["Yours at once", "Exactly this price", "Refund within 14 days"])
    await expect(card.getByText(promise)).toBeVisible();
  // biome-ignore lint/performance/useDomNodeTextContent: what is drawn counts
  const drawn = await page.locator("main").innerText();
  expect(drawn).not.toMatch(/250000|[0-9a-f]{64}|0x[0-9a-f]{40}|npm run|x402/i);
  const dates = card.getByText("Download for 30 days");
  await expect(dates.locator("time")).toHaveCount(1);
  // Neither here nor below: no day is said twice.
  const days = (of: Page) =>
    of.locator("main time").evaluateAll((all) => all.map((one) => one.getAttribute("datetime")?.slice(0, 10)));
  const said = await days(page);
  expect(said.length).toBeGreaterThan(2);
  expect(new Set(said).size).toBe(said.length);
  // Proofs are one press away, and what it takes to pay without this page works anywhere.
  await page.getByText("Proofs and commands, for experts").click();
  await expect(page.getByText(sale.sha256)).toBeVisible();
  await expect(page.getByText(`curl -i ${sale.file.url}`)).toBeVisible();
  await leave();
  const owner = await newVisitor(browser);
  await signIn(owner.context, seller);
  await owner.page.goto(sale.file.url);
  await expect(owner.page.getByRole("link", { name: "Edit" })).toBeVisible();
  const own = await days(owner.page);
  expect(new Set(own).size).toBe(own.length);
  await owner.leave();
});

test("the seller's colour is that of Pay; one without contrast is refused with the nearest that has it", async ({
  browser,
}) => {
  const { page, leave } = await open(browser);
  await expect(page.locator("[data-pay]")).toHaveCSS("background-color", "rgb(122, 31, 92)");
  const refused = await seller.request("PATCH", "/api/profile", { accent: "#ffd400" });
  expect(refused.status).toBe(400);
  const { errors } = await refused.json();
  expect(errors).toMatchObject([{ field: "accent", code: "colour_contrast" }]);
  expect((await seller.request("PATCH", "/api/profile", { accent: errors[0].values.nearest })).status).toBe(200);
  const odd = await seller.request("PATCH", "/api/profile", { accent: "red;background:url(//x)" });
  expect([odd.status, (await odd.json()).errors?.[0]?.code]).toEqual([400, "too_long"]);
  expect((await seller.request("PATCH", "/api/profile", { accent: "#7a1f5c" })).status).toBe(200);
  await leave();
});

test("Pay and chips have borders where the system chooses the colours", async ({ browser }) => {
  const visitor = await newVisitor(browser, undefined, { forcedColors: "active" });
  await visitor.page.goto(sale.file.url);
  for (const selector of ["[data-pay]", ".file-buy"]) {
    const border = await visitor.page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
        return { borderTopStyle, borderTopWidth, differs: borderTopColor !== backgroundColor };
      });
    expect(border, selector).toEqual({ borderTopStyle: "solid", borderTopWidth: "1px", differs: true });
  }
  await visitor.leave();
});

test("a buyer on another device is told that nothing was charged, and sees the picture everywhere", async ({
  browser,
}) => {
  const account = newAccount();
  await fund(account.address, 500_000n);
  const device = () =>
    newVisitor(browser, async (context) => void (await injectWallet(context, { account, name: "Buyer Wallet" })));
  const first = await device();
  await first.page.goto(sale.file.url);
  await payAndDownload(first.page, "Buyer Wallet");
  expect(await balanceOf(account.address)).toBe(250_000n);
  const link = await first.page.getByText(/\/r#/).first().textContent();
  const receipt = await first.page
    .getByText("Receipt", { exact: true })
    .click()
    .then(() =>
      first.page
        .getByRole("link", { name: /receipt/i })
        .first()
        .getAttribute("href"),
    );

  const second = await device();
  await second.page.goto(sale.file.url);
  await second.page.getByText("Bought it before?").click();
  await expect(second.page.getByText("You will not be charged twice.")).toBeVisible();
  await payButton(second.page).click();
  await second.page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
  await expect(second.page.getByRole("heading", { name: "You already have this. Nothing was charged." })).toBeVisible();
  expect(await balanceOf(account.address)).toBe(250_000n);

  const cover = `main img[src^="/api/files/${sale.file.id}/"]`;
  await second.page.goto(link ?? "");
  await expect(second.page.locator(cover)).toBeVisible();
  await second.page.goto(`${appUrl()}/purchases`);
  // The wallet is connected already: one press, one signature.
  await second.page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await expect(second.page.locator(cover)).toBeVisible();

  // A receipt for people, with the proofs on a sheet of their own.
  await first.page.goto(new URL(receipt ?? "", appUrl()).href);
  const [summary, proofs] = [first.page.locator("main section").nth(0), first.page.locator("main section").nth(1)];
  for (const said of ["Sold by Ana Lindqvist", "Quiet Harvest", "$0.25"])
    await expect(summary.getByText(said, { exact: true })).toBeVisible();
  await expect(proofs.getByText(sale.sha256)).toBeVisible();
  await first.page.getByLabel("Billed to").fill("Noor Ltd\nFR 12 345 678 901");
  await first.page.emulateMedia({ media: "print" });
  await expect(first.page.getByLabel("Billed to")).toBeVisible();
  await expect(proofs).toHaveCSS("break-before", "page");
  await first.page.getByLabel("Billed to").fill("");
  await expect(first.page.getByLabel("Billed to")).toBeHidden();
  await first.leave();
  await second.leave();
});

test("a gift shows the picture of what is given", async ({ browser }) => {
  const made = await seller.request("POST", `/api/files/${sale.file.id}/gifts`, { count: 1, label: "a friend" });
  const { gifts } = (await made.json()) as { gifts: { url: string }[] };
  const visitor = await newVisitor(browser);
  await visitor.page.goto(gifts[0]?.url ?? "");
  await expect(visitor.page.locator(`main img[src^="/api/files/${sale.file.id}/"]`)).toBeVisible();
  await visitor.leave();
});

test("taps on Pay before the page is alive are answered at once and open one dialog", async ({ browser }) => {
  const visitor = await newVisitor(browser);
  const { page } = visitor;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(sale.file.url, { waitUntil: "commit" });
  const pay = page.locator("[data-pay]");
  for (let taps = 0; taps < 10; taps += 1) await pay.click();
  await expect(pay).toHaveText("Opening…", { useInnerText: true });
  release();
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await expect(page.getByRole("dialog").getByRole("button", { name: "Demo wallet" })).toBeVisible();
  await visitor.leave();
});
