import type { BrowserContext } from "@playwright/test";
import { hexToString, isHex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

export type InjectedWallet = {
  account: PrivateKeyAccount;
  /** Methods the page asked for, in order. */
  asked: string[];
  /** The next signature is refused as a person would (4001). */
  rejectNext(): void;
  /** The next request of this method fails so; "never" leaves it without an answer. */
  failNext(method: string, error: WalletFailure | "never"): void;
  /** Runs once, before the next signature is given. */
  beforeSigning(act: () => Promise<void>): void;
};

export type WalletFailure = { code: number; message: string };

type Options = {
  account?: PrivateKeyAccount;
  /** The chain the wallet is on at first. */
  chainId?: number;
  /** More chains that the wallet knows from the start. */
  knows?: number[];
  name?: string;
};

/**
 * Gives every page of a context an EIP-1193 wallet that announces itself by EIP-6963, as an extension does. Keys stay in
 * the test's process; the page only ever sees signatures.
 */
export async function injectWallet(context: BrowserContext, options: Options = {}): Promise<InjectedWallet> {
  const account = options.account ?? privateKeyToAccount(generatePrivateKey());
  const asked: string[] = [];
  const failures = new Map<string, WalletFailure | "never">();
  let beforeSigning: (() => Promise<void>) | undefined;
  await context.exposeBinding("__walletSign", async (_source, method: string, params: unknown[]) => {
    const act = beforeSigning;
    beforeSigning = undefined;
    await act?.();
    if (method === "personal_sign") {
      const text = String(params[0]);
      return { result: await account.signMessage({ message: isHex(text) ? hexToString(text) : text }) };
    }
    const { domain, types, primaryType, message } = JSON.parse(String(params[1]));
    // The type of the domain itself is implied.
    const { EIP712Domain: _, ...named } = types;
    return { result: await account.signTypedData({ domain, types: named, primaryType, message }) };
  });
  await context.exposeBinding("__walletAsked", (_source, method: string) => {
    asked.push(method);
    const failure = failures.get(method);
    failures.delete(method);
    return failure ?? null;
  });
  await context.addInitScript(announceWallet, {
    address: account.address.toLowerCase(),
    chainId: options.chainId ?? 1,
    knows: options.knows ?? [],
    name: options.name ?? "Test Wallet",
  });
  return {
    account,
    asked,
    rejectNext() {
      const refusal = { code: 4001, message: "User rejected the request." };
      for (const method of ["eth_signTypedData_v4", "personal_sign"]) failures.set(method, refusal);
    },
    failNext: (method, error) => void failures.set(method, error),
    beforeSigning(act) {
      beforeSigning = act;
    },
  };
}

type Announced = { address: string; chainId: number; knows: number[]; name: string };

/** Runs in the page. */
function announceWallet({ address, chainId, knows, name }: Announced) {
  type Sign = (
    method: string,
    params: unknown[],
  ) => Promise<{ result?: string; error?: { code: number; message: string } }>;
  type Failure = { code: number; message: string };
  const page = window as unknown as {
    __walletSign: Sign;
    __walletAsked(method: string): Promise<Failure | "never" | null>;
  };
  const known = new Set([1, ...knows]);
  const listeners: Record<string, ((value: unknown) => void)[]> = {};
  let current = Number(sessionStorage.getItem("test-wallet-chain") ?? chainId);
  if (current !== chainId) known.add(current);
  let connected = sessionStorage.getItem("test-wallet-connected") === "yes";
  const emit = (event: string, value: unknown) => {
    for (const listener of listeners[event] ?? []) listener(value);
  };
  const fail = (code: number, message: string) => Object.assign(new Error(message), { code });

  const provider = {
    async request({ method, params = [] }: { method: string; params?: unknown[] }): Promise<unknown> {
      const failure = await page.__walletAsked(method);
      if (failure === "never") return new Promise(() => {});
      if (failure) throw fail(failure.code, failure.message);
      switch (method) {
        case "eth_requestAccounts":
          connected = true;
          sessionStorage.setItem("test-wallet-connected", "yes");
          return [address];
        case "eth_accounts":
          return connected ? [address] : [];
        case "eth_chainId":
          return `0x${current.toString(16)}`;
        case "wallet_addEthereumChain":
          known.add(Number((params[0] as { chainId: string }).chainId));
          return null;
        case "wallet_switchEthereumChain": {
          const wanted = Number((params[0] as { chainId: string }).chainId);
          if (!known.has(wanted)) throw fail(4902, "Unrecognized chain ID.");
          current = wanted;
          sessionStorage.setItem("test-wallet-chain", String(current));
          emit("chainChanged", `0x${current.toString(16)}`);
          return null;
        }
        case "personal_sign":
        case "eth_signTypedData_v4": {
          if (method === "eth_signTypedData_v4") {
            const { domain } = JSON.parse(String(params[1])) as { domain: { chainId: number | string } };
            if (Number(domain.chainId) !== current) throw fail(-32602, "The domain is for another chain.");
          }
          const { result, error } = await page.__walletSign(method, params);
          if (error) throw fail(error.code, error.message);
          return result;
        }
        default:
          throw fail(4200, `${method} is not supported`);
      }
    },
    on(event: string, listener: (value: unknown) => void) {
      listeners[event] = [...(listeners[event] ?? []), listener];
      return provider;
    },
    removeListener(event: string, listener: (value: unknown) => void) {
      listeners[event] = (listeners[event] ?? []).filter((one) => one !== listener);
      return provider;
    },
  };
  const icon =
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect width='1' height='1'/></svg>";
  const info = { uuid: "5f2b8b0a-6a43-4c43-9df1-1d2b6a3a7c11", name, icon, rdns: "example.test.wallet" };
  const announce = () =>
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}
