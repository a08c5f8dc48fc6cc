import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import type { Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type InjectedWallet, injectWallet } from "./injected-wallet";
import { signInSeller } from "./seller";
import { appUrl, balanceOf, fund, newVisitor } from "./shop-pages";
import type { Temper } from "./wallet-tempers";

/** A buyer with a wallet to whom something happens, and what the page then shows. */

/** USDC (atomic units) of a file of `newSale`. */
export const PRICE = 250_000n;
/** What a buyer has by default, in USDC (atomic units). */
export const MONEY = 1_000_000n;

export async function newSale(price = "0.25", url = appUrl(), bytes?: Buffer) {
  const seller = await signInSeller(url, privateKeyToAccount(generatePrivateKey()));
  return { seller, ...(await seller.sell({ price, bytes })) };
}

type Options = {
  amount?: bigint;
  knows?: number[];
  fund?: (address: Address, amount: bigint) => Promise<void>;
  /** How the wallet deviates from the standard. */
  temper?: Temper;
  /** The address of a proxy that the browser goes through. */
  through?: string;
};

export async function newBuyer(
  browser: Browser,
  { amount = MONEY, knows = [], temper, fund: give = fund, through }: Options = {},
) {
  let wallet: InjectedWallet | undefined;
  const prepare = async (context: BrowserContext) => {
    wallet = await injectWallet(context, { name: "Buyer Wallet", knows, temper });
  };
  const visitor = await newVisitor(browser, prepare, through ? { proxy: { server: through } } : undefined);
  if (!wallet) throw new Error("no wallet");
  const { address } = wallet.account;
  if (amount > 0n) await give(address, amount);
  return { ...visitor, wallet, balance: () => balanceOf(address) };
}

/** Presses Pay. */
export const pressPay = (page: Page) => page.getByRole("button", { name: /^Pay / }).click();

/** Picks the buyer's wallet in the open list. */
export const pickWallet = (page: Page) =>
  page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();

export async function pay(page: Page): Promise<void> {
  await pressPay(page);
  await pickWallet(page);
}

/** What interrupts: the one notice that is an alert. Next's own announcer is one too, and empty. */
export const alertOf = (page: Page) => page.getByRole("alert").filter({ hasText: /./ });

export const tryAgain = (page: Page) => page.getByRole("button", { name: "Try again" });

export const expectPaid = (page: Page, timeout = 30_000) =>
  expect(page.getByRole("heading", { name: /Paid\. Thank you\.|You bought this file\./ })).toBeVisible({ timeout });

/** How often the wallet was asked to sign a payment. */
export const signaturesOf = (wallet: InjectedWallet) =>
  wallet.asked.filter((method) => method === "eth_signTypedData_v4").length;
