import { expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { fillShop, sellerAt, titleAt } from "../../test/fill-shop";
import { fileRows, openTab } from "../dashboard";
import { signIn } from "../pages-of-a-shop";
import { type Seller, signInSeller } from "../seller";
import { appUrl, newVisitor, untilAlive } from "../shop-pages";

/** A seller with 1,000 files. */

const FILES = 1_000;
const TAB_STOPS = 60;

let seller: Seller;
test.beforeAll(async () => {
  seller = await signInSeller(appUrl(), privateKeyToAccount(generatePrivateKey()));
  const path = `${process.env.E2E_DATA_DIR}/filekiosk.db`;
  fillShop(path, { sellerId: sellerAt(path, seller.address), files: FILES, sales: 2_000 });
});

test("finds file 900 among 1,000, renames and pauses it, and Back leads through what was searched", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const visitor = await newVisitor(browser, (context) => signIn(context, seller));
  const { page } = visitor;
  await openTab(page, "files");
  // They are in the page, before any script has run.
  await expect(fileRows(page)).toHaveCount(50);
  await untilAlive(page);
  expect(await tabStopsBefore(page, `Copy link of ${titleAt(FILES - 1)}`)).toBeLessThanOrEqual(TAB_STOPS);
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(fileRows(page).first()).toContainText(titleAt(FILES - 51));
  await page.goBack();
  await expect(fileRows(page).first()).toContainText(titleAt(FILES - 1));

  await page.getByRole("searchbox").fill("ete 0900");
  await page.keyboard.press("Enter");
  await expect(fileRows(page)).toHaveCount(0);
  await expect(page.getByText("No file matches.")).toBeVisible();
  await page.getByRole("searchbox").fill("HARBOUR 0900");
  await page.keyboard.press("Enter");
  await expect(fileRows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/\/dashboard\/files\?q=HARBOUR\+0900$/);
  await page.getByRole("button", { name: `Pause sale of ${titleAt(900)}` }).click();
  await expect(fileRows(page)).toContainText("Paused");

  await page.getByRole("link", { name: titleAt(900), exact: true }).click();
  await page.getByLabel("Title").fill("Harbour print 0900, corrected");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("article", { name: "Harbour print 0900, corrected" })).toBeVisible();

  await page.goBack();
  await expect(page.getByRole("searchbox")).toHaveValue("HARBOUR 0900");
  await expect(fileRows(page)).toContainText("Harbour print 0900, corrected");
  await page.getByRole("link", { name: "Paused", exact: true }).click();
  await expect(page).toHaveURL(/q=HARBOUR\+0900&state=paused$/);
  await expect(fileRows(page)).toHaveCount(1);
  await page.getByRole("link", { name: "Free", exact: true }).click();
  await expect(page.getByText("No file matches.")).toBeVisible();
  await page.goBack();
  await expect(fileRows(page)).toHaveCount(1);
  await page.getByRole("link", { name: "All", exact: true }).click();
  await page.getByLabel("Order").selectOption("Most sales");
  await expect(page).toHaveURL(/sort=sales/);
  await expect(fileRows(page)).toHaveCount(1);
  await visitor.leave();
});

test("several files are paused, and get another end of their sale, together @desktop", async ({ browser }) => {
  const visitor = await newVisitor(browser, (context) => signIn(context, seller));
  const { page } = visitor;
  await page.goto(`${appUrl()}/dashboard/files?q=montagne+001&state=on-sale&sort=title`);
  const titles = [10, 19].map(titleAt);
  for (const title of titles) await page.getByRole("checkbox", { name: `Select ${title}` }).check();
  const bar = page.getByRole("region", { name: "2 files selected" });
  await bar.getByLabel("On sale until").fill("2027-02-03");
  await bar.getByRole("button", { name: "Set date" }).click();
  await expect(page.getByText("2 files changed.")).toBeVisible();
  for (const title of titles) await expect(fileRows(page).filter({ hasText: title })).toContainText("3 Feb 2027");
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByRole("button", { name: "Pause sale", exact: true }).click();
  // They are no longer among those on sale.
  await expect(fileRows(page)).toHaveCount(0);
  await visitor.leave();
});

/** How often Tab is pressed before the control of this name has the focus. */
async function tabStopsBefore(page: Page, name: string): Promise<number> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let stops = 0; stops < 200; stops += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? "");
    if (focused === name) return stops;
  }
  throw new Error(`Tab does not reach “${name}”.`);
}
