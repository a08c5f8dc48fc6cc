import { numberToHex } from "viem";
import { base } from "viem/chains";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bringToNetwork, SETTLE_LIMIT } from "./bring-to-network";
import { tameProvider } from "./tame-provider";

/** A wallet on another network, and what it does when it is asked to switch or to add one. */
class TestWallet {
  chainId = 1;
  known = new Set([1]);
  asked: string[] = [];
  listeners = new Set<(value: never) => void>();
  onSwitch: () => unknown = () => this.goTo(base.id);
  onAdd: () => unknown = () => void this.known.add(base.id);

  readonly provider = tameProvider({
    request: async ({ method }) => {
      if (method === "eth_chainId") return numberToHex(this.chainId);
      this.asked.push(method);
      return method === "wallet_addEthereumChain" ? this.onAdd() : this.onSwitch();
    },
    on: (_, listener) => this.listeners.add(listener),
    removeListener: (_, listener) => this.listeners.delete(listener),
  });

  goTo(chainId: number): null {
    this.chainId = chainId;
    return null;
  }
  tell(chainId: number): void {
    for (const listener of this.listeners) listener(numberToHex(chainId) as never);
  }
  bring(isWanted = () => true) {
    return bringToNetwork({ provider: this.provider, chain: base, networkName: "Base", isWanted });
  }
}

const never = () => new Promise(() => {});
const SWITCH = "wallet_switchEthereumChain";
const ADD = "wallet_addEthereumChain";
let wallet: TestWallet;

beforeEach(() => {
  wallet = new TestWallet();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** Runs the clock until the promise is settled. */
async function run(promise: Promise<void>, ms = 60_000): Promise<unknown> {
  const settled = promise.then(
    () => "there",
    (error: { facts?: unknown; name: string }) => error.facts ?? error.name,
  );
  await vi.advanceTimersByTimeAsync(ms);
  return Promise.race([settled, Promise.resolve("waiting")]);
}

describe("bringing a wallet to a network", () => {
  it("asks once, and listens to nothing afterwards", async () => {
    expect(await run(wallet.bring())).toBe("there");
    expect(wallet.asked).toEqual([SWITCH]);
    expect(wallet.listeners.size).toBe(0);
  });

  it.each([
    ["4902", { code: 4902, message: "Unrecognized chain" }],
    ["an internal error", { code: -32603, message: "Internal error" }],
    ["a missing method", { code: -32601 }],
    ["a method that is not supported", { code: 4200 }],
    ["an unauthorised one", { code: 4100 }],
    ["its own language", "Сеть не поддерживается"],
    ["nothing", undefined],
    ["a nested code", { data: { originalError: { code: 4902 } } }],
  ])("adds a network that is unknown by %s, once", async (_, thrown) => {
    wallet.onSwitch = () => (wallet.known.has(base.id) ? wallet.goTo(base.id) : Promise.reject(thrown));
    expect(await run(wallet.bring())).toBe("there");
    expect(wallet.asked).toEqual([SWITCH, ADD, SWITCH]);
  });

  it("adds it where the wallet keeps its promise and stays where it was", async () => {
    wallet.onSwitch = () => (wallet.known.has(base.id) ? wallet.goTo(base.id) : null);
    expect(await run(wallet.bring())).toBe("there");
    expect(wallet.asked).toEqual([SWITCH, ADD, SWITCH]);
  });

  it("switches no second time where adding does", async () => {
    wallet.onSwitch = () => Promise.reject({ code: 4902 });
    wallet.onAdd = () => wallet.goTo(base.id);
    expect(await run(wallet.bring())).toBe("there");
    expect(wallet.asked).toEqual([SWITCH, ADD]);
  });

  it.each([
    ["a refusal", { code: 4001 }, "rejected"],
    ["a refusal in words", "User rejected the request", "rejected"],
    ["an open request", { code: -32002 }, "busy"],
  ])("asks nothing more after %s", async (_, thrown, kind) => {
    wallet.onSwitch = () => Promise.reject(thrown);
    expect(await run(wallet.bring())).toMatchObject({ kind, task: "switch" });
    expect(wallet.asked).toEqual([SWITCH]);
  });

  it("says that the wallet does not know the network if it will not add it, and that adding was declined", async () => {
    wallet.onSwitch = () => Promise.reject({ code: 4902 });
    wallet.onAdd = () => Promise.reject({ code: -32602, message: "Expected an HTTPS endpoint" });
    expect(await run(wallet.bring())).toMatchObject({ kind: "unknown-network", said: "Expected an HTTPS endpoint" });
    wallet.onAdd = () => Promise.reject({ code: 4001 });
    expect(await run(wallet.bring())).toMatchObject({ kind: "rejected", task: "add" });
    wallet.onAdd = () => null;
    expect(await run(wallet.bring())).toMatchObject({ kind: "wrong-network" });
  });

  it("waits for a chain id that lags behind the promise, or for the event", async () => {
    wallet.onSwitch = () => void setTimeout(() => wallet.goTo(base.id), SETTLE_LIMIT - 1_000);
    expect(await run(wallet.bring())).toBe("there");
    expect(wallet.asked).toEqual([SWITCH]);
    wallet.goTo(1);
    wallet.onSwitch = () => void setTimeout(() => wallet.tell(base.id), 150);
    expect(await run(wallet.bring(), 200)).toBe("there");
  });

  it("needs no promise that is kept: the event, or the chain id, is enough", async () => {
    wallet.onSwitch = () => {
      setTimeout(() => wallet.tell(base.id), 1_000);
      return never();
    };
    expect(await run(wallet.bring(), 1_100)).toBe("there");
    wallet.onSwitch = () => {
      setTimeout(() => wallet.goTo(base.id), 100_000);
      return never();
    };
    expect(await run(wallet.bring(), 99_000)).toBe("waiting");
    wallet.goTo(1);
    expect(await run(wallet.bring(), 102_000)).toBe("there");
  });

  it("believes the chain id, not the error of a wallet that has switched", async () => {
    wallet.onSwitch = () => {
      wallet.goTo(base.id);
      return Promise.reject({ code: -32603, message: "Could not fetch chain ID" });
    };
    expect(await run(wallet.bring())).toBe("there");
  });

  it("asks and listens to nothing once the person has left", async () => {
    let wanted = true;
    wallet.onSwitch = never;
    const bringing = wallet.bring(() => wanted);
    expect(await run(bringing, 1_000)).toBe("waiting");
    wanted = false;
    expect(await run(bringing, 1_000)).toBe("Left");
    expect(wallet.listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
