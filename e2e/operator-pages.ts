import { type Browser, expect, type Page } from "@playwright/test";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Ground, Verdict } from "../lib/decisions/schema";
import { allMessages } from "../lib/i18n/all-messages";
import type { Locale } from "../lib/i18n/locales";
import { type InjectedWallet, injectWallet } from "./injected-wallet";
import { newVisitor, untilAlive } from "./shop-pages";

/** What operators do on their pages, in their language. */

export const OPERATORS_WALLET = "Operator Wallet";

/** A browser with a wallet, which may be one of `ADMINS`. */
export async function newOperator(browser: Browser, account: PrivateKeyAccount) {
  let wallet: InjectedWallet | undefined;
  const visitor = await newVisitor(browser, async (context) => {
    wallet = await injectWallet(context, { account, name: OPERATORS_WALLET, chainId: 31337 });
  });
  if (!wallet) throw new Error("no wallet");
  return { ...visitor, account, wallet };
}

/** @param url of an operator's page */
export async function signInAsOperator(page: Page, url: string, locale: Locale = "en"): Promise<void> {
  await page.goto(url);
  await untilAlive(page);
  await page.getByRole("button", { name: allMessages[locale].operator.signIn }).click();
  await page.getByRole("dialog").getByRole("button", { name: OPERATORS_WALLET }).click();
}

type Draft = { verdict: Verdict; facts: string; ground?: Ground };

/** Presses the verdict's button on the page of a file, a report, an appeal or a seller, and fills in the form. */
export async function decideOnPage(page: Page, { verdict, facts, ground }: Draft, locale: Locale = "en") {
  const { operator: t } = allMessages[locale];
  await untilAlive(page);
  await page.getByRole("button", { name: t[`do_${verdict}`], exact: true }).click();
  const dialog = page.getByRole("dialog");
  if (ground) await dialog.getByLabel(t.ground, { exact: true }).selectOption(ground);
  await dialog.getByLabel(t.facts).fill(facts);
  await dialog.getByRole("button", { name: verdict === "deleted" ? t.signAndDelete : t.decide }).click();
  // The page loads again once it is decided.
  await expect(dialog).toBeHidden();
}
