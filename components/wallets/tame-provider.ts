import { isBusy, isDeclined, readFailure } from "./read-failure";
import { errorIn, readAccounts, readChainId, readSignature } from "./wallet-shapes";

/**
 * A wallet's provider (EIP-1193) as the standard describes it, whatever the wallet does: answers in one shape, errors that
 * are errors with a code, events with arguments that can be read. docs/wallets.md lists what wallets were seen doing.
 */

type Listener = (value: never) => void;
type Call = { method: string; params?: unknown };

/** What a wallet hands over. Anything may be missing. */
export type RawProvider = {
  request(call: Call): unknown;
  on?: (event: string, listener: Listener) => unknown;
  removeListener?: (event: string, listener: Listener) => unknown;
  off?: (event: string, listener: Listener) => unknown;
};

export type TameProvider = {
  request(call: Call): Promise<unknown>;
  on(event: string, listener: Listener): void;
  removeListener(event: string, listener: Listener): void;
};

/** How long a wallet may take for what it does not ask the person (ms). */
export const READ_LIMIT = 4_000;

/** A wallet's failure, with a code by EIP-1193 or JSON-RPC. Its cause is what the wallet threw. */
class ProviderFailure extends Error {
  readonly code: number;
  constructor(code: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "ProviderFailure";
    this.code = code;
  }
}

/** JSON-RPC: internal error. */
const INTERNAL = -32603;

/** Makes a wallet's provider keep to the standard. */
export function tameProvider(raw: RawProvider): TameProvider {
  const listeners = new Map<Listener, Map<string, Listener>>();

  async function ask(method: string, params?: unknown): Promise<unknown> {
    try {
      const answer = await raw.request(params === undefined ? { method } : { method, params });
      const error = errorIn(answer);
      if (error !== null) throw error;
      return answer;
    } catch (error) {
      throw toFailure(error);
    }
  }

  const read = (method: string) => within(ask(method), READ_LIMIT, method);
  const accounts = async () => readAccounts(await read("eth_accounts"));

  async function request({ method, params }: Call): Promise<unknown> {
    switch (method) {
      case "eth_accounts":
        return accounts();
      case "eth_chainId":
        return need(readChainId(await read(method)), method);
      case "eth_requestAccounts": {
        const given = readAccounts(await ask(method, params));
        const shared = given.length > 0 ? given : await accounts();
        if (shared.length === 0) throw new ProviderFailure(4100, "");
        return shared;
      }
      case "personal_sign":
      case "eth_signTypedData_v4":
        return need(readSignature(await ask(method, params)), method);
      default:
        return ask(method, params);
    }
  }

  return {
    request,
    on(event, listener) {
      const tame = ((value: unknown) => {
        if (event === "accountsChanged") return listener(readAccounts(value) as never);
        const chainId = event === "chainChanged" ? readChainId(value) : null;
        listener((chainId ?? value) as never);
      }) as Listener;
      const own = listeners.get(listener) ?? new Map<string, Listener>();
      listeners.set(listener, own.set(event, tame));
      raw.on?.(event, tame);
    },
    removeListener(event, listener) {
      const tame = listeners.get(listener)?.get(event);
      if (!tame) return;
      listeners.get(listener)?.delete(event);
      (raw.removeListener ?? raw.off)?.call(raw, event, tame);
    },
  };
}

function need<T>(value: T | null, method: string): T {
  if (value === null) throw new ProviderFailure(INTERNAL, "", new TypeError(`${method}: no answer that can be read`));
  return value;
}

/** As EIP-1193 has it: libraries look at the outermost code only. */
function toFailure(error: unknown): ProviderFailure {
  const failure = readFailure(error);
  const code = isDeclined(failure) ? 4001 : isBusy(failure) ? -32002 : (failure.codes[0] ?? INTERNAL);
  return new ProviderFailure(code, failure.said ?? "", error);
}

function within<T>(answer: Promise<T>, ms: number, method: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new ProviderFailure(INTERNAL, "", new TypeError(`${method}: no answer in ${ms} ms`)));
    const timer = setTimeout(late, ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
