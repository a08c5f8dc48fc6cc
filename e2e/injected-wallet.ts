import type { BrowserContext, Page } from "@playwright/test";
import { hexToString, isHex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { playWallet, type Thrown } from "./play-wallet";
import type { Temper } from "./wallet-tempers";

export type InjectedWallet = {
  account: PrivateKeyAccount;
  /** Methods the page asked for, in order. */
  asked: string[];
  /** The next signature is refused as a person would (4001), or in the words of the wallet's temper. */
  rejectNext(): void;
  /** The next request of this method fails so; "never" leaves it without an answer. */
  failNext(method: string, error: unknown | "never"): void;
  /** Runs once, before the next signature is given. */
  beforeSigning(act: () => Promise<void>): void;
  /** The person selects another account in the wallet, while a page is open. */
  select(page: Page, account: PrivateKeyAccount): Promise<void>;
};

type Options = {
  account?: PrivateKeyAccount;
  /** More accounts of the same wallet. */
  others?: PrivateKeyAccount[];
  /** The chain the wallet is on at first. */
  chainId?: number;
  /** More chains that the wallet knows from the start. */
  knows?: number[];
  name?: string;
  rdns?: string;
  /** How it deviates from the standard. */
  temper?: Temper;
};

let wallets = 0;

/**
 * Gives every page of a context an EIP-1193 wallet that announces itself by EIP-6963, as an extension does. Keys stay in
 * the test's process; the page only ever sees signatures.
 */
export async function injectWallet(context: BrowserContext, options: Options = {}): Promise<InjectedWallet> {
  const account = options.account ?? privateKeyToAccount(generatePrivateKey());
  const accounts = [account, ...(options.others ?? [])];
  const { temper = {} } = options;
  wallets += 1;
  const uuid = `5f2b8b0a-6a43-4c43-9df1-${String(wallets).padStart(12, "0")}`;
  const asked: string[] = [];
  const failures = new Map<string, Thrown>();
  let beforeSigning: (() => Promise<void>) | undefined;

  const accountOf = (address: unknown) =>
    accounts.find((one) => one.address.toLowerCase() === String(address).toLowerCase());
  await context.exposeBinding(`__walletSign_${uuid}`, async (_source, method: string, params: unknown[]) => {
    const act = beforeSigning;
    beforeSigning = undefined;
    await act?.();
    const isText = method === "personal_sign";
    const signer = accountOf(params[isText ? 1 : 0]);
    if (!signer) throw new Error("The wallet has no such account.");
    if (isText) {
      const text = String(params[0]);
      return signer.signMessage({ message: isHex(text) ? hexToString(text) : text });
    }
    const { domain, types, primaryType, message } = JSON.parse(String(params[1]));
    // The type of the domain itself is implied.
    const { EIP712Domain: _, ...named } = types;
    return signer.signTypedData({ domain, types: named, primaryType, message });
  });
  await context.exposeBinding(`__walletAsked_${uuid}`, (_source, method: string) => {
    asked.push(method);
    const failure = failures.get(method);
    failures.delete(method);
    return failure ?? null;
  });
  await context.addInitScript(playWallet, {
    addresses: accounts.map(({ address }) => address),
    chainId: options.chainId ?? 1,
    knows: options.knows ?? [],
    name: options.name ?? "Test Wallet",
    uuid,
    rdns: options.rdns ?? "example.test.wallet",
    temper,
  });
  const failNext: InjectedWallet["failNext"] = (method, error) =>
    void failures.set(method, error === "never" ? "never" : { thrown: error });
  return {
    account,
    asked,
    rejectNext() {
      const refusal = temper.declines ?? { code: 4001, message: "User rejected the request." };
      for (const method of ["eth_signTypedData_v4", "personal_sign"]) failNext(method, refusal);
    },
    failNext,
    beforeSigning(act) {
      beforeSigning = act;
    },
    async select(page, { address }) {
      type Page = { testWallets: Record<string, { select(address: string): void }> };
      await page.evaluate(([id, selected]) => (window as unknown as Page).testWallets[id]?.select(selected), [
        uuid,
        address,
      ] as const);
    },
  };
}
