import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, expect, type Page } from "@playwright/test";
import { startTestChain, type TestChain } from "../test/chain";
import { deploySafeContracts, type SafeWallet } from "../test/safe";
import { type BaseAccountPage, playBaseAccount } from "./play-base-account";
import { newVisitor } from "./shop-pages";
import { type App, devnetEnv, startApp } from "./stack";

/** The production build where a page plays Base Account's window, and where wallets of Safe's factory may be made. */
export type BaseAccountBed = {
  app: App;
  chain: TestChain;
  account: BaseAccountPage;
  /** An account that does not exist on the chain yet, with so much USDC (atomic units), which the window is of from now on. */
  newAccount(amount: bigint): Promise<SafeWallet>;
  stop(): Promise<void>;
};

export async function openBaseAccountBed(env: Record<string, string> = {}): Promise<BaseAccountBed> {
  const chain = await startTestChain();
  const safe = await deploySafeContracts(chain);
  const account = await playBaseAccount(chain.chainId, chain.rpcUrl);
  const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-e2e-"));
  const app = await startApp({
    ...devnetEnv(chain, dataDir),
    EIP6492_FACTORIES: safe.factory,
    BASE_ACCOUNT_URL: account.url,
    ...env,
  });
  return {
    app,
    chain,
    account,
    async newAccount(amount) {
      const wallet = await safe.newWallet();
      if (amount > 0n) await chain.fund(wallet.address, amount);
      account.belongTo(wallet.counterfactual());
      return wallet;
    },
    async stop() {
      await app.stop();
      await account.stop();
      await chain.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

type Windows = { next(): Promise<Page> };
const windowsOf = new WeakMap<Page, Windows>();

/** Keeps each window that a page opens until somebody asks for it. */
function collectWindows(page: Page): Windows {
  const opened: Page[] = [];
  const waiting: ((popup: Page) => void)[] = [];
  page.on("popup", (popup) => {
    const first = waiting.shift();
    if (first) first(popup);
    else opened.push(popup);
  });
  return {
    next: () => {
      const popup = opened.shift();
      return popup ? Promise.resolve(popup) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** A visitor, and the origins of everything that the page itself has asked for. */
export async function newGuest(browser: Browser, prepare?: Parameters<typeof newVisitor>[1]) {
  const visitor = await newVisitor(browser, prepare);
  windowsOf.set(visitor.page, collectWindows(visitor.page));
  const asked = new Set<string>();
  visitor.page.on("request", (request) => {
    const url = request.url();
    if (url.startsWith("http")) asked.add(`${request.method() === "HEAD" ? "HEAD " : ""}${new URL(url).origin}`);
  });
  return { ...visitor, asked };
}

/** The wallet in the open list. */
export const accountButton = (page: Page) => page.getByRole("dialog").getByRole("button", { name: /^Base Account/ });

/** The next window that the page opens, also if it has opened already. A press that the page asks for first is given. */
export async function nextWindow(page: Page): Promise<Page> {
  const arriving = windowsOf.get(page)?.next() ?? page.waitForEvent("popup");
  let isOpen = false;
  const press = page.getByRole("button", { name: "Open Base Account" });
  press.waitFor().then(
    () => (isOpen ? undefined : press.click().catch(() => {})),
    () => {},
  );
  return arriving.finally(() => {
    isOpen = true;
  });
}

/** What the wallet's window asks, answered. */
export async function answerWindow(page: Page, press: () => Promise<unknown>, button: "Approve" | "Decline") {
  await press();
  const popup = await nextWindow(page);
  const closing = popup.waitForEvent("close");
  await popup.getByRole("button", { name: button }).click();
  await closing;
}

/** The next window, once it asks for something, closed without an answer. */
export async function closeWindow(page: Page) {
  const popup = await nextWindow(page);
  await popup.getByRole("button", { name: "Approve" }).waitFor();
  await popup.close();
}

export const approve = (page: Page, press: () => Promise<unknown> = async () => {}) =>
  answerWindow(page, press, "Approve");

/** Lets the browser block the next windows that the page opens. */
export const blockWindows = (page: Page, count: number) =>
  page.evaluate((times) => {
    const { open } = window;
    let left = times;
    window.open = (...args) => {
      left -= 1;
      return left >= 0 ? null : open.apply(window, args);
    };
  }, count);

/** The parts of a list from top to bottom. */
export async function firstWallet(page: Page): Promise<string> {
  const list = page.getByRole("dialog").getByRole("listitem");
  await expect(list.first()).toBeVisible();
  return (await list.first().textContent()) ?? "";
}
