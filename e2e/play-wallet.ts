import type { Temper } from "./wallet-tempers";

/** A failure as a wallet throws it; "never" leaves a request without an answer. */
export type Thrown = { thrown: unknown } | "never" | null;

export type Played = {
  /** All accounts of the wallet, with their checksums, the selected one first. */
  addresses: string[];
  chainId: number;
  knows: number[];
  name: string;
  uuid: string;
  rdns: string;
  temper: Temper;
};

/** What the test's process does for the wallet. */
type Process = {
  sign(method: string, params: unknown[]): Promise<string>;
  asked(method: string): Promise<Thrown>;
};

/** Runs in the page: an EIP-1193 provider with a temper, announced by EIP-6963. */
export function playWallet({ addresses, chainId, knows, name, uuid, rdns, temper }: Played) {
  const page = window as unknown as Record<string, unknown> & {
    testWallets: Record<string, { select(address: string): void }>;
  };
  const process: Process = {
    // Looked up late: the bindings may come after this script.
    sign: (...call) => (page[`__walletSign_${uuid}`] as Process["sign"])(...call),
    asked: (method) => (page[`__walletAsked_${uuid}`] as Process["asked"])(method),
  };
  // Where all cookies are blocked, the storage of an extension still works; that of a page does not.
  const memory = {
    read(key: string): string | null {
      try {
        return sessionStorage.getItem(`test-wallet-${uuid}-${key}`);
      } catch {
        return null;
      }
    },
    write(key: string, value: string) {
      try {
        sessionStorage.setItem(`test-wallet-${uuid}-${key}`, value);
      } catch {}
    },
  };
  const known = new Set([1, ...knows]);
  const listeners: Record<string, ((value: unknown) => void)[]> = {};
  let current = Number(memory.read("chain") ?? chainId);
  if (current !== chainId) known.add(current);
  let connected = memory.read("connected") === "yes";
  let selected = memory.read("account") ?? addresses[0] ?? "";

  const emit = (event: string, value: unknown) => {
    if (temper.noEvents) return;
    for (const listener of listeners[event] ?? []) listener(value);
  };
  const asError = (thrown: unknown) =>
    typeof thrown === "object" && thrown !== null
      ? Object.assign(new Error((thrown as { message?: string }).message ?? ""), thrown)
      : thrown;

  function shownAccounts(): unknown {
    const address = temper.accounts === "checksummed" ? selected : selected.toLowerCase();
    switch (temper.accounts) {
      case "text":
        return address;
      case "list as a text":
        return `[${address}]`;
      case "objects":
        return [{ address, publicKey: "0x04" }];
      case "response":
        return { id: 1, jsonrpc: "2.0", result: [address] };
      default:
        return [address];
    }
  }
  function shownChain(): unknown {
    switch (temper.chainId) {
      case "decimal":
        return String(current);
      case "number":
        return current;
      case "CAIP-2":
        return `eip155:${current}`;
      case "object":
        return { chainId: `0x${current.toString(16)}` };
      default:
        return `0x${current.toString(16)}`;
    }
  }
  function shownSignature(signature: string): unknown {
    switch (temper.signature) {
      case "no-prefix":
        return signature.slice(2);
      case "capitals":
        return `0x${signature.slice(2).toUpperCase()}`;
      case "object":
        return { signature };
      case "response":
        return { id: 1, jsonrpc: "2.0", result: signature };
      default:
        return signature;
    }
  }

  function goTo(wanted: number) {
    known.add(wanted);
    current = wanted;
    memory.write("chain", String(wanted));
    emit("chainChanged", shownChain());
  }
  function switchTo(wanted: number): unknown {
    if (!known.has(wanted)) {
      if (temper.unknownNetwork === "silent") return null;
      throw asError(temper.unknownNetwork ?? { code: 4902, message: "Unrecognized chain ID." });
    }
    if (temper.switchLag !== undefined) {
      setTimeout(goTo, temper.switchLag, wanted);
      return null;
    }
    goTo(wanted);
    if (temper.switchFailsThere) throw asError(temper.switchFailsThere);
    return temper.switchHangs ? new Promise(() => {}) : null;
  }

  const provider = {
    async request({ method, params = [] }: { method: string; params?: unknown[] }): Promise<unknown> {
      const failure = await process.asked(method);
      if (failure === "never") return new Promise(() => {});
      if (failure) throw asError(failure.thrown);
      const wanted = Number((params[0] as { chainId?: string } | undefined)?.chainId);
      switch (method) {
        case "eth_requestAccounts":
          connected = true;
          memory.write("connected", "yes");
          // Also in the journeys, some wallets tell before they answer.
          emit("accountsChanged", shownAccounts());
          return shownAccounts();
        case "eth_accounts":
          return connected && temper.accounts !== "none-listed" ? shownAccounts() : [];
        case "eth_chainId":
          return shownChain();
        case "wallet_addEthereumChain":
          known.add(wanted);
          if (temper.addSwitches) goTo(wanted);
          return null;
        case "wallet_switchEthereumChain":
          return switchTo(wanted);
        case "personal_sign":
          return shownSignature(await process.sign(method, params));
        case "eth_signTypedData_v4": {
          const { domain } = JSON.parse(String(params[1])) as { domain: { chainId: number | string } };
          if (Number(domain.chainId) !== current)
            throw asError({ code: -32602, message: "The domain is for another chain." });
          return shownSignature(await process.sign(method, params));
        }
        default:
          if (temper.unknownHangs) return new Promise(() => {});
          throw asError({ code: 4200, message: `${method} is not supported` });
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
  page.testWallets = {
    ...page.testWallets,
    [uuid]: {
      select(address) {
        selected = address;
        memory.write("account", address);
        emit("accountsChanged", shownAccounts());
      },
    },
  };
  const icon =
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect width='1' height='1'/></svg>";
  const info = { uuid, name, icon, rdns };
  const announce = () =>
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
}
