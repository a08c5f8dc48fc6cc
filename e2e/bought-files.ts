import { type Browser, expect, type Locator, type Page } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { DEVNET_CHAIN_ID, networkByChainId } from "../lib/payment-methods/evm/chain/networks";
import { payingFetch } from "./buyer";
import { injectWallet } from "./injected-wallet";
import { signInSeller } from "./seller";
import { appUrl, fund, newVisitor } from "./shop-pages";

export type BoughtFiles = {
  page: Page;
  /** The shared link of a file. */
  linkOf(name: string): string;
  /** Presses "Open here" at a file in My purchases, and returns what is there about it. */
  open(name: string): Promise<Locator>;
  close(name: string): Promise<void>;
  leave(): Promise<void>;
};

/** Sells files, buys them as a program does, and opens My purchases in a browser with the same wallet. */
export async function buyFiles(browser: Browser, files: Record<string, Buffer>): Promise<BoughtFiles> {
  const seller = await signInSeller(appUrl(), privateKeyToAccount(generatePrivateKey()));
  const account = privateKeyToAccount(generatePrivateKey());
  const links: Record<string, string> = {};
  await fund(account.address, BigInt(Object.keys(files).length) * 250_000n);
  const asset = networkByChainId(DEVNET_CHAIN_ID)?.token.address ?? "";
  for (const [name, bytes] of Object.entries(files)) {
    const { file } = await seller.sell({ bytes, name, title: name });
    links[name] = file.url;
    const paid = await payingFetch(account, asset)(file.url);
    expect(paid.status).toBe(200);
    await paid.body?.cancel();
  }
  const { page, leave } = await newVisitor(browser, async (context) => {
    await injectWallet(context, { account, name: "Buyer Wallet" });
  });
  await page.goto(`${appUrl()}/purchases`);
  await page.getByRole("button", { name: "Connect wallet and sign in" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
  const cardOf = (name: string) => page.getByRole("region", { name, exact: true });
  return {
    page,
    linkOf: (name) => links[name] ?? "",
    async open(name) {
      await cardOf(name).getByRole("button", { name: "Open here" }).click();
      return cardOf(name);
    },
    async close(name) {
      await cardOf(name).getByRole("button", { name: "Close" }).click();
    },
    leave,
  };
}
