import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import type { OwnFile } from "../../lib/products/files/schema";
import { injectWallet } from "../injected-wallet";
import { openShop, signIn } from "../pages-of-a-shop";
import type { Seller } from "../seller";
import { appUrl, fund, newVisitor, payAndDownload, readDownload, untilAlive } from "../shop-pages";

/** A seller corrects a title beside the page that buyers see, tries out a purchase, and answers a buyer. */

const pageOfBuyers = (page: Page) => page.frameLocator("iframe");

async function numbersOf(seller: Seller, fileId: string) {
  const { views, priceChecks, sales, received, ...file } = (await (
    await seller.request("GET", `/api/files/${fileId}/own`)
  ).json()) as OwnFile;
  return { numbers: { views, priceChecks, sales, received }, file };
}

async function lookRight(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  // A phone shows what is too wide smaller, and says that its window is wider.
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
}

test("a seller corrects a title and sees the buyer's page change, in two tabs, over a reload and a lost session", async ({
  browser,
  isMobile,
}) => {
  test.setTimeout(180_000);
  const { seller, sale } = await openShop();
  const { page, context, leave } = await newVisitor(browser, (made) => signIn(made, seller));
  const path = `${appUrl()}/dashboard/files/${sale.file.id}`;
  await page.goto(path);
  const title = page.getByLabel("Title");
  await expect(title).toHaveValue("Field notes");
  const look = page.getByRole("button", { name: "What buyers see" });
  const edit = page.getByRole("button", { name: "Edit", exact: true });
  await expect(look).toBeVisible({ visible: isMobile });
  if (isMobile) await look.click();
  await expect(pageOfBuyers(page).getByRole("heading", { level: 1 })).toHaveText("Field notes");
  if (isMobile) await edit.click();

  // As it is typed, and nothing of it is saved.
  await title.fill("Field notes, corrected");
  await page.getByLabel("Price").fill("0.75");
  if (isMobile) await look.click();
  await expect(pageOfBuyers(page).getByRole("heading", { level: 1 })).toHaveText("Field notes, corrected");
  await expect(pageOfBuyers(page).getByRole("link", { name: "Pay $0.75" })).toBeVisible();
  if (isMobile) await edit.click();
  expect((await numbersOf(seller, sale.file.id)).file.title).toBe("Field notes");
  await lookRight(page);

  // Another tab was faster.
  const changed = await seller.request("PATCH", `/api/files/${sale.file.id}`, { title: "Field notes 2" });
  expect(changed.status).toBe(200);
  await page.reload();
  await expect(title).toHaveValue("Field notes, corrected");
  await expect(page.getByText("Your unsaved changes are still here.")).toBeVisible();
  const told = page.getByRole("alert").filter({ hasText: "This was changed elsewhere in the meantime." });
  await expect(told).toContainText("Field notes 2");
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeDisabled();
  await told.getByRole("button", { name: "Keep what I typed" }).click();

  // The session has ended: what was typed is still there afterwards.
  const cookies = await context.cookies();
  await context.clearCookies();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: "Connect wallet and sign in" })).toBeVisible();
  await context.addCookies(cookies);
  await page.reload();
  await expect(title).toHaveValue("Field notes, corrected");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  const { file } = await numbersOf(seller, sale.file.id);
  expect([file.title, file.price]).toEqual(["Field notes, corrected", "0.75"]);
  await page.reload();
  await expect(page.getByText("Your unsaved changes are still here.")).toHaveCount(0);
  await leave();
});

test("a seller sees the file as buyers do and tries out buying it, which leaves no trace", async ({ browser }) => {
  const { seller, sale } = await openShop();
  let signed: string[] = [];
  const { page, leave } = await newVisitor(browser, async (made) => {
    await signIn(made, seller);
    const wallet = await injectWallet(made, { name: "Seller Wallet" });
    signed = wallet.asked;
  });
  const before = (await numbersOf(seller, sale.file.id)).numbers;
  await page.goto(sale.file.url);
  const bar = page.getByRole("complementary", { name: "Your own file" });
  await expect(bar).toContainText("You are viewing your own file as buyers see it.");
  await expect(page.getByText("Yours at once: the download starts by itself")).toBeVisible();
  await bar.getByRole("link", { name: "Test purchase" }).click();

  const test14 = page.getByText("Test: no money moves").first();
  await expect(test14).toBeVisible();
  await untilAlive(page);
  await lookRight(page);
  await page.getByRole("button", { name: "Pay $0.25" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Test: no money moves")).toBeVisible();
  const downloading = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Seller Wallet" }).click();
  await expect(page.getByRole("heading", { name: "This is how it ends: “Paid. Thank you.”" })).toBeFocused();
  expect((await readDownload(await downloading)).sha256).toBe(sale.sha256);
  await expect(test14).toBeVisible();
  expect(signed).toContain("personal_sign");
  expect(signed.filter((method) => /typed|send|transaction/i.test(method))).toEqual([]);

  // Without a wallet, too.
  await page.getByRole("button", { name: "Test again" }).click();
  await page.getByRole("button", { name: "Pay $0.25" }).click();
  const again = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Continue without a wallet" }).click();
  expect((await readDownload(await again)).sha256).toBe(sale.sha256);
  expect((await numbersOf(seller, sale.file.id)).numbers).toEqual(before);
  await leave();

  // Nobody else finds it, and it is in nobody's frame.
  const stranger = await newVisitor(browser);
  for (const path of ["test", "preview"]) {
    const response = await stranger.page.goto(`${sale.file.url}/${path}`);
    expect(response?.status()).toBe(404);
  }
  await stranger.leave();
});

test("a buyer writes, the seller answers beside what helps, and the buyer reads it on the page @phone", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const { seller, sale } = await openShop();
  let address = "";
  const buyer = await newVisitor(browser, async (made) => {
    ({ address } = (await injectWallet(made, { name: "Buyer Wallet" })).account);
  });
  await fund(address, 1_000_000n);
  await buyer.page.goto(sale.file.url);
  await payAndDownload(buyer.page, "Buyer Wallet");
  await buyer.page.getByText("Problem with this file?").filter({ visible: true }).click();
  await buyer.page.getByLabel("What is wrong?").fill("Page 3 is missing.");
  await buyer.page.getByRole("button", { name: "Send to the seller" }).click();
  await expect(buyer.page.getByText("Sent. The seller sees it on their dashboard.")).toBeVisible();

  const { page, leave } = await newVisitor(browser, (made) => signIn(made, seller));
  await page.goto(`${appUrl()}/dashboard/messages`);
  await expect(page.getByRole("link", { name: /^Messages\s*\(1 message to answer\)$/ })).toBeVisible();
  const answer = page.getByLabel("Answer");
  await answer.fill("x".repeat(100 * 1_024));
  await page.getByRole("button", { name: "Send the answer" }).click();
  await expect(page.getByText("An answer has at most 5000 characters, and this one has 102400.")).toBeVisible();
  await answer.fill("Here is page 3.");
  await page.reload();
  await expect(answer).toHaveValue("Here is page 3.");
  await page.getByText("Refund, new version, gift").click();
  for (const name of [/^Refund/, "Replace", /Gift links/]) {
    await expect(page.getByRole("button", { name }).first()).toBeVisible();
  }
  await page.getByRole("button", { name: "Send the answer" }).click();
  await expect(page.getByText("Answered, and marked as done.")).toBeVisible();
  await leave();

  await buyer.page.reload();
  await expect(buyer.page.getByRole("region", { name: "The seller answered" })).toContainText("Here is page 3.");
  const report = buyer.page.getByRole("link", { name: "Report this answer" });
  await report.click();
  await expect(buyer.page.getByLabel("Where exactly is it?")).toHaveValue(/#message-[0-9A-Za-z]{22}$/);
  await buyer.leave();
});
