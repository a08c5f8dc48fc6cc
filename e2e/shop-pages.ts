import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  type TestInfo,
  test,
} from "@playwright/test";
import { connectDevnet } from "../lib/devnet/node";
import { readUsdcBalance } from "../lib/devnet/prepare";
import { mintUsdc } from "../lib/devnet/send";
import { type Address, DEVNET_CHAIN_ID, networkByChainId } from "../lib/payment-methods/evm/chain/networks";
import { type Translation, translatePage } from "../test/translate-page";

/** The actions of people on the pages, in the product's words. */

export const appUrl = () => required("E2E_APP_URL");

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the journeys with \`npm run e2e\``);
  return value;
}

function usdc() {
  const network = networkByChainId(DEVNET_CHAIN_ID);
  if (!network) throw new Error("the devnet is unknown");
  return network.token;
}

/** USDC of an address on the chain of the journeys, in atomic units. */
export async function balanceOf(address: string): Promise<bigint> {
  return readUsdcBalance(await connectDevnet(required("E2E_RPC_URL")), usdc(), address as Address);
}

/** Gives an address USDC (atomic units). */
export async function fund(address: string, amount: bigint): Promise<void> {
  await mintUsdc(await connectDevnet(required("E2E_RPC_URL")), usdc(), address as Address, amount);
}

/** Puts code at an address: from then on it is a contract. */
export async function setCode(address: string, code: string): Promise<void> {
  await (await connectDevnet(required("E2E_RPC_URL"))).rpc("anvil_setCode", [address, code]);
}

/** React starts a page again whose text was translated before it took over, and says so. */
const HYDRATED_ANEW = /Minified React error #418/;

type Translated = Omit<Translation, "mark">;

/** How the pages of this test are translated: as its project says, or an annotation of the kind `translated:data:load`. */
function translationOf({ project, annotations }: TestInfo): Translated | undefined {
  const [own] = annotations.filter(({ type }) => type.startsWith("translated:"));
  if (!own) return (project.metadata as { translated?: Translated }).translated;
  const [, manner, from] = own.type.split(":");
  return { manner, from } as Translated;
}

/**
 * A browser of somebody new: no cookies, no wallet. Fails the test when a page throws or logs an error. In projects that
 * say so, it translates all pages.
 */
export async function newVisitor(
  browser: Browser,
  prepare?: (context: BrowserContext) => Promise<void>,
  options?: BrowserContextOptions,
) {
  const context = await browser.newContext(options);
  const translated = translationOf(test.info());
  // Playwright does not see this mark in text.
  if (translated) await context.addInitScript(translatePage, { ...translated, mark: "\u200b" });
  await prepare?.(context);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => {
    if (!translated || !HYDRATED_ANEW.test(message)) errors.push(message);
  });
  page.on("console", (message) => {
    // Chromium logs every answer that is not 2xx; those are asserted where they matter.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) errors.push(message.text());
  });
  return {
    context,
    page,
    async leave() {
      // A route handler that is still fetching something would otherwise fail the whole run.
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
      expect(errors).toEqual([]);
    },
  };
}

/** Waits until React has taken the page over, so that whatever can be pressed answers. */
export async function untilAlive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const parts = [...document.querySelectorAll("button, input")];
    return (
      document.readyState === "complete" &&
      parts.every((part) => Object.keys(part).some((key) => key.startsWith("__reactProps")))
    );
  });
}

export type NewFile = {
  name: string;
  bytes: Buffer;
  price: string;
  title?: string;
  description?: string;
  cover?: { name: string; mimeType: string; buffer: Buffer };
};

/** Drops a file on the front page, sets its price and title, signs in with a wallet, and returns the link. */
export async function sellFile(page: Page, wallet: string, file: NewFile): Promise<string> {
  await page.goto(appUrl());
  await page.locator('input[type="file"]').setInputFiles({ name: file.name, mimeType: "", buffer: file.bytes });
  await page.getByLabel("Price").fill(file.price);
  if (file.title) await page.getByLabel("Title").fill(file.title);
  if (file.description) await page.getByLabel("Description").fill(file.description);
  if (file.cover) await page.getByLabel(/^Cover of/).setInputFiles(file.cover);
  await page.getByRole("button", { name: "Connect wallet and get the link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: wallet }).click();
  await expect(page.getByRole("heading", { name: "Your link is ready" })).toBeVisible();
  const link = await page.getByTestId("file-link").textContent();
  await expect(page.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  return link ?? "";
}

/** Presses Pay, picks a wallet, and waits for the download that starts by itself. @param said above it */
export async function payAndDownload(page: Page, wallet: string, said = "Paid. Thank you."): Promise<Downloaded> {
  await page.getByRole("button", { name: /^Pay / }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: wallet }).click();
  await expect(page.getByRole("heading", { name: said })).toBeVisible();
  return readDownload(await downloading);
}

/** Presses Download. */
export async function downloadAgain(page: Page): Promise<Downloaded> {
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: /^Download/ }).click();
  return readDownload(await downloading);
}

export type Downloaded = { name: string; sha256: string };

/** What a download is called, and its hash. */
export async function readDownload(download: import("@playwright/test").Download): Promise<Downloaded> {
  return { name: download.suggestedFilename(), sha256: sha256(readFileSync(await download.path())) };
}

export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
