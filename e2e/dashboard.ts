import { expect, type Locator, type Page } from "@playwright/test";
import { appUrl } from "./shop-pages";

/** The seller's pages, as journeys reach them: what is where is said here alone. */

const paths = {
  overview: "/dashboard",
  files: "/dashboard/files",
  sales: "/dashboard/sales",
  messages: "/dashboard/messages",
  settings: "/dashboard/settings",
} as const;

/** Opens a tab by its address. @param home the shop's origin */
export async function openTab(page: Page, tab: keyof typeof paths, home = appUrl()): Promise<void> {
  await page.goto(`${home}${paths[tab]}`);
}

/** Waits until the page is that of somebody who has signed in, in any language. */
export async function expectSignedIn(page: Page): Promise<void> {
  await expect(page.locator("nav a[aria-current=page][href^='/dashboard']")).toBeVisible();
}

/** The rows of files on the page. */
export const fileRows = (page: Page): Locator => page.locator("main tbody tr");

/**
 * Opens the page of one of the seller's files.
 *
 * @param title the newest file if it is not given
 * @returns everything about it
 */
export async function openOwnFile(page: Page, title?: string, home = appUrl()): Promise<Locator> {
  await openTab(page, "files", home);
  const rows = title === undefined ? fileRows(page) : fileRows(page).filter({ hasText: title });
  await rows.first().getByRole("rowheader").getByRole("link").click();
  const card = page.getByRole("article").first();
  await expect(card).toBeVisible();
  return card;
}

/** Opens the overview, which says how much was received. @param amount such as "$0.50" */
export async function expectReceived(page: Page, amount: string, home = appUrl()): Promise<void> {
  await openTab(page, "overview", home);
  await expect(page.getByRole("heading", { name: `Received ${amount}` })).toBeVisible();
}

/** Opens the list of sales. @returns what it shows */
export async function openSales(page: Page, home = appUrl()): Promise<Locator> {
  await openTab(page, "sales", home);
  await expect(page.locator("main tbody tr").first()).toBeVisible();
  return page.locator("main");
}

/** Opens the dialog that refunds the newest payment for a file. @param refundOf the button's name */
export async function openRefund(page: Page, refundOf: string, home = appUrl()): Promise<Locator> {
  const sales = await openSales(page, home);
  await sales.getByRole("button", { name: refundOf, exact: true }).first().click();
  return page.getByRole("dialog");
}
