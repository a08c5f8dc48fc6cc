import { afterEach, describe, expect, it, vi } from "vitest";
import { type RawProvider, READ_LIMIT, tameProvider } from "./tame-provider";

const ADDRESS = `0x${"ab".repeat(20)}`;

const answering = (answers: Record<string, unknown>): RawProvider => ({
  request: async ({ method }) => answers[method],
});
const ask = (raw: RawProvider, method: string, params?: unknown) => tameProvider(raw).request({ method, params });

afterEach(() => vi.useRealTimers());

describe("a tame provider", () => {
  it("asks for the listed accounts where the answer to a connection is empty, and is locked without any", async () => {
    const raw = answering({ eth_requestAccounts: [], eth_accounts: [ADDRESS] });
    expect(await ask(raw, "eth_requestAccounts")).toEqual([ADDRESS]);
    await expect(ask(answering({ eth_requestAccounts: null }), "eth_requestAccounts")).rejects.toMatchObject({
      code: 4100,
    });
  });

  it.each([
    ["a text", "User rejected the request", 4001],
    ["undefined", undefined, -32603],
    ["an object", { code: 4902, message: "unknown" }, 4902],
    ["a refusal under another code", { code: -32603, message: "User denied" }, 4001],
    ["an open request in words", new Error("Already processing eth_requestAccounts"), -32002],
    ["a code in letters", { code: "ACTION_REJECTED" }, 4001],
  ])("makes an error with a code of %s", async (_, thrown, code) => {
    const raw: RawProvider = { request: () => Promise.reject(thrown) };
    const failed = await ask(raw, "personal_sign", []).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect(failed).toMatchObject({ code });
  });

  it("makes an error of one that is thrown at once, or answered", async () => {
    const atOnce: RawProvider = {
      request() {
        throw { code: 4001, message: "no" };
      },
    };
    await expect(ask(atOnce, "personal_sign")).rejects.toMatchObject({ code: 4001 });
    await expect(ask(answering({ personal_sign: { error: { code: 4001 } } }), "personal_sign")).rejects.toMatchObject({
      code: 4001,
    });
  });

  it("refuses an answer that cannot be read", async () => {
    await expect(ask(answering({ personal_sign: null }), "personal_sign")).rejects.toMatchObject({ code: -32603 });
    await expect(ask(answering({ eth_chainId: "" }), "eth_chainId")).rejects.toMatchObject({ code: -32603 });
  });

  it("waits some seconds for what asks nobody, and as long as it takes for what the person is asked", async () => {
    vi.useFakeTimers();
    const never: RawProvider = { request: () => new Promise(() => {}) };
    const read = ask(never, "eth_accounts").catch((error: { code: number }) => error.code);
    let answered = false;
    void ask(never, "personal_sign").finally(() => {
      answered = true;
    });
    await vi.advanceTimersByTimeAsync(READ_LIMIT);
    expect(await read).toBe(-32603);
    await vi.advanceTimersByTimeAsync(60 * READ_LIMIT);
    expect(answered).toBe(false);
  });

  it("gives events in one shape, also of providers that are frozen or cannot unsubscribe", () => {
    const listeners: Record<string, (value: unknown) => void> = {};
    const raw = Object.freeze({
      request: async () => null,
      on(event: string, listener: (value: never) => void) {
        listeners[event] = listener as (value: unknown) => void;
      },
    });
    const provider = tameProvider(raw);
    const heard: unknown[] = [];
    const hear = (value: unknown) => heard.push(value);
    provider.on("accountsChanged", hear);
    provider.on("chainChanged", hear);
    listeners.accountsChanged?.({ result: [ADDRESS] });
    listeners.chainChanged?.("eip155:8453");
    listeners.accountsChanged?.(null);
    expect(heard).toEqual([[ADDRESS], 8453, []]);
    provider.removeListener("chainChanged", hear);
    expect(tameProvider({ request: () => null }).on("connect", hear)).toBeUndefined();
  });
});
