import { type Hex, hexToBigInt, hexToNumber, isHex, numberToHex, type TypedDataDefinition } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

/**
 * The demo wallet's EIP-1193 provider: a key made in this browser that signs by itself, on the devnet only. It exists so
 * that somebody without a wallet can try a whole sale with money that is worth nothing.
 */

export const DEMO_KEY = "filekiosk.demo-wallet.key";

type Listener = (...values: never[]) => void;

export type DemoProvider = {
  request(call: { method: string; params?: unknown }): Promise<unknown>;
  on(event: string, listener: Listener): void;
  removeListener(event: string, listener: Listener): void;
};

type DemoWalletOptions = {
  chainId: number;
  /** Where the key is kept: the browser's localStorage. */
  storage: Pick<Storage, "getItem" | "setItem">;
  /** Sends a read to the chain through our own server and returns its result. */
  read: (method: string, params: unknown) => Promise<unknown>;
};

/** An error as in EIP-1193, with a `code` for callers. */
class ProviderError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.name = "ProviderRpcError";
    this.code = code;
  }
}

/** Reads that pages make through a wallet; everything else is refused. */
const reads = new Set(["eth_blockNumber", "eth_call", "eth_getBalance", "eth_getCode", "eth_getTransactionReceipt"]);

/** Makes the provider. The key is made at the first use and stays in `storage`. */
export function createDemoProvider({ chainId, storage, read }: DemoWalletOptions): DemoProvider {
  const account = privateKeyToAccount(readKey(storage));
  const accounts = () => [account.address];

  function switchChain(params: unknown): null {
    const wanted = (params as [{ chainId?: unknown }] | undefined)?.[0]?.chainId;
    if (typeof wanted !== "string" || !isHex(wanted) || hexToNumber(wanted) !== chainId) {
      throw new ProviderError(4902, "The demo wallet knows only the devnet.");
    }
    return null;
  }

  function own(address: unknown): void {
    if (typeof address !== "string" || address.toLowerCase() !== account.address.toLowerCase()) {
      throw new ProviderError(4100, "The demo wallet has another account.");
    }
  }

  return {
    async request({ method, params }) {
      const list = Array.isArray(params) ? (params as unknown[]) : [];
      switch (method) {
        case "eth_requestAccounts":
        case "eth_accounts":
          return accounts();
        case "eth_chainId":
          return numberToHex(chainId);
        case "net_version":
          return String(chainId);
        case "wallet_switchEthereumChain":
        case "wallet_addEthereumChain":
          return switchChain(params);
        // Parameters: data, then address.
        case "personal_sign":
          own(list[1]);
          return account.signMessage({ message: asMessage(list[0]) });
        // EIP-712. Parameters: address, then the document as JSON text.
        case "eth_signTypedData_v4":
          own(list[0]);
          return account.signTypedData(asTypedData(list[1], chainId));
        default:
          if (reads.has(method)) return read(method, params);
          throw new ProviderError(4200, `The demo wallet does not know ${method}.`);
      }
    },
    // Neither the account nor the network of the demo wallet ever changes, so there are no events.
    on() {},
    removeListener() {},
  };
}

function readKey(storage: DemoWalletOptions["storage"]): Hex {
  const kept = storage.getItem(DEMO_KEY);
  if (kept && /^0x[0-9a-f]{64}$/.test(kept)) return kept as Hex;
  const key = generatePrivateKey();
  storage.setItem(DEMO_KEY, key);
  return key;
}

function asMessage(data: unknown): string | { raw: Hex } {
  if (typeof data !== "string") throw new ProviderError(-32602, "personal_sign wants text.");
  return isHex(data) ? { raw: data } : data;
}

function asTypedData(data: unknown, chainId: number): TypedDataDefinition {
  const document = (typeof data === "string" ? JSON.parse(data) : data) as TypedDataDefinition & {
    domain?: { chainId?: string | number | bigint };
  };
  const asked = document.domain?.chainId;
  // As other wallets do: it never signs for another network by mistake.
  if (asked !== undefined && toBigInt(asked) !== BigInt(chainId)) {
    throw new ProviderError(-32602, "The demo wallet signs for the devnet only.");
  }
  return document;
}

function toBigInt(value: string | number | bigint): bigint {
  return typeof value === "string" && isHex(value) ? hexToBigInt(value) : BigInt(value);
}
