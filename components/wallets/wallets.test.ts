import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ClientConfig } from "@/lib/client-config/schema";
import { networkByChainId } from "@/lib/payment-methods/evm/chain/networks";
import type { Wallets } from "./wallet-types";
import { createWallets } from "./wallets";

const BASE = 8453;
const newAccount = () => privateKeyToAccount(generatePrivateKey());
const always = () => true;

/** A wallet of this browser, and what it was asked. */
class BrowserWallet {
  accounts: PrivateKeyAccount[];
  shared = false;
  asked: string[] = [];
  listeners: Record<string, Set<(value: never) => void>> = {};
  /** What happens before an answer to these methods. */
  before: Record<string, () => Promise<unknown>> = {};

  constructor(
    readonly uuid: string,
    readonly name = "Twin Wallet",
    readonly rdns = "example.twin",
    accounts = [newAccount()],
  ) {
    this.accounts = accounts;
  }

  get address(): string {
    return this.accounts[0]?.address ?? "";
  }

  readonly provider = {
    request: async ({ method, params }: { method: string; params?: unknown[] }): Promise<unknown> => {
      this.asked.push(method);
      await this.before[method]?.();
      switch (method) {
        case "eth_requestAccounts":
          this.shared = true;
          return this.accounts.map(({ address }) => address);
        case "eth_accounts":
          return this.shared ? this.accounts.map(({ address }) => address) : [];
        case "eth_chainId":
          return "0x2105";
        case "personal_sign": {
          const [message, address] = params as [`0x${string}`, string];
          return this.accounts.find((one) => one.address === address)?.signMessage({ message: { raw: message } });
        }
        default:
          throw Object.assign(new Error("no"), { code: 4200 });
      }
    },
    on: (event: string, listener: (value: never) => void) => {
      this.listeners[event] ??= new Set();
      this.listeners[event].add(listener);
    },
    removeListener: (event: string, listener: (value: never) => void) => this.listeners[event]?.delete(listener),
  };

  select(account: PrivateKeyAccount, quietly = false): void {
    this.accounts = [account];
    if (quietly) return;
    for (const listener of this.listeners.accountsChanged ?? []) listener([account.address] as never);
  }

  readonly announce = () => {
    const { uuid, name, rdns, provider } = this;
    const detail = { info: { uuid, name, rdns, icon: "https://spy.example/i.png" }, provider };
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  };
}

const base = networkByChainId(BASE);
const settings = { networks: [base], appUrl: "http://localhost:3000", devnet: false } as unknown as ClientConfig;

async function open(...browser: BrowserWallet[]): Promise<Wallets> {
  vi.stubGlobal("window", new EventTarget());
  for (const wallet of browser) window.addEventListener("eip6963:requestProvider", wallet.announce);
  return createWallets(settings);
}

let one: BrowserWallet;
let two: BrowserWallet;
beforeEach(() => {
  one = new BrowserWallet("1");
  two = new BrowserWallet("2");
  // Where all cookies are blocked, reading it is an error.
  vi.stubGlobal("localStorage", undefined);
});
afterEach(() => vi.unstubAllGlobals());

const idOf = (wallets: Wallets, at: number) => wallets.choices()[at]?.id ?? "";

describe("wallets of one name", () => {
  it("are two, each announced once, without pictures from elsewhere", async () => {
    const wallets = await open(one, two);
    one.announce();
    expect(wallets.choices().map(({ name, icon }) => [name, icon])).toEqual([
      ["Twin Wallet", undefined],
      ["Twin Wallet", undefined],
    ]);
  });

  it.each([0, 1])("are asked as they are picked: %s", async (at) => {
    const wallets = await open(one, two);
    const wallet = await wallets.connect(idOf(wallets, at));
    const [picked, other] = at === 0 ? [one, two] : [two, one];
    expect(wallet.address).toBe(picked.address);
    await wallets.signer(wallet, always).signMessage("hello");
    expect(picked.asked).toContain("personal_sign");
    expect(other.asked).not.toContain("personal_sign");
  });

  it("are not found again after a reload: nobody knows which it was", async () => {
    const wallets = await open(one, two);
    await wallets.connect(idOf(wallets, 1));
    one.shared = true;
    expect(await (await open(one, two)).reconnect()).toBeNull();
    expect((await (await open(two)).reconnect())?.address).toBe(two.address);
  });
});

describe("the wallet in use", () => {
  it("is the one picked last, though another one connects later", async () => {
    const wallets = await open(one, two);
    let allow: (value: unknown) => void = () => {};
    one.before.eth_requestAccounts = () => new Promise((resolve) => (allow = resolve));
    const given = wallets.connect(idOf(wallets, 0)).catch((error: Error) => error.name);
    await vi.waitFor(() => expect(one.asked).toContain("eth_requestAccounts"));
    const wallet = await wallets.connect(idOf(wallets, 1));
    allow(null);
    expect(await given).toBe("Left");
    expect(wallets.current()?.address).toBe(two.address);
    await wallets.signer(wallet, always).signMessage("hello");
    expect(one.asked).not.toContain("personal_sign");
  });

  it("follows its account, by an event or when it is read again, and tells", async () => {
    const wallets = await open(one);
    await wallets.connect(idOf(wallets, 0));
    let told = 0;
    wallets.watch(() => {
      told += 1;
    });
    const [second, third] = [newAccount(), newAccount()];
    one.select(second);
    await vi.waitFor(() => expect(wallets.current()?.address).toBe(second.address));
    expect(told).toBeGreaterThan(0);
    one.select(third, true);
    expect((await wallets.reconnect())?.address).toBe(third.address);
  });

  it.each(["the accounts", "the network"])("keeps to an event that comes while %s are read", async (what) => {
    const wallets = await open(one);
    await wallets.connect(idOf(wallets, 0));
    const other = newAccount();
    const method = what === "the accounts" ? "eth_accounts" : "eth_chainId";
    one.before[method] = async () => {
      one.before = {};
      // What was asked for at the same time is answered already.
      await new Promise((resolve) => setTimeout(resolve));
      one.select(other);
    };
    expect((await wallets.reconnect())?.address).toBe(other.address);
    expect(wallets.current()?.address).toBe(other.address);
  });

  it("is forgotten when another one is wanted", async () => {
    const wallets = await open(one);
    await wallets.connect(idOf(wallets, 0));
    await wallets.disconnect();
    expect([wallets.current(), await wallets.reconnect()]).toEqual([null, null]);
  });
});

describe("a signer", () => {
  it("is of one account: another one is not asked", async () => {
    const wallets = await open(one);
    const wallet = await wallets.connect(idOf(wallets, 0));
    one.select(newAccount());
    await expect(wallets.signer(wallet, always).signMessage("hello")).rejects.toMatchObject({
      facts: { kind: "other-account", task: "sign" },
    });
    expect(one.asked).not.toContain("personal_sign");
  });

  it("asks for nothing once the person has left", async () => {
    const wallets = await open(one);
    const wallet = await wallets.connect(idOf(wallets, 0));
    await expect(wallets.signer(wallet, () => false).signMessage("hello")).rejects.toMatchObject({ name: "Left" });
    expect(one.asked).not.toContain("personal_sign");
  });

  it("drops what is signed after the person has left", async () => {
    const wallets = await open(one);
    const wallet = await wallets.connect(idOf(wallets, 0));
    let wanted = true;
    let sign: (value: unknown) => void = () => {};
    one.before.personal_sign = () => new Promise((resolve) => (sign = resolve));
    const signing = wallets.signer(wallet, () => wanted).signMessage("hello");
    await vi.waitFor(() => expect(one.asked).toContain("personal_sign"));
    wanted = false;
    sign(null);
    await expect(signing).rejects.toMatchObject({ name: "Left" });
  });
});
