import type { Chain } from "viem";
import { createConnector } from "wagmi";
import { requestJson } from "@/components/http/request";
import { safeStorage } from "@/components/ui/safe-storage";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import type { DemoProvider } from "./demo-provider";
import { askFaucet } from "./faucet";

/** Atomic units: below a dollar the demo wallet asks the faucet for more. */
const LOW = 1_000_000n;

/** `keccak256("balanceOf(address)")`, first four bytes (ERC-20). */
const BALANCE_OF = "0x70a08231";

/** The demo wallet as a wagmi connector. Its key and its cryptography are loaded when it is chosen. */
export function demoConnector(devnet: Network, rpcUrl: string) {
  let provider: Promise<DemoProvider> | undefined;

  async function makeProvider(): Promise<DemoProvider> {
    const { createDemoProvider } = await import("./demo-provider");
    return createDemoProvider({
      chainId: devnet.chainId,
      storage: safeStorage("localStorage"),
      read: (method, params) => read(rpcUrl, method, params),
    });
  }

  const getProvider = () => {
    provider ??= makeProvider();
    return provider;
  };

  const getAccounts = async () =>
    (await (await getProvider()).request({ method: "eth_accounts" })) as readonly `0x${string}`[];

  return createConnector<DemoProvider>((config) => ({
    id: "demo",
    name: "Demo wallet",
    type: "demo",
    async connect({ withCapabilities } = {}) {
      const accounts = await getAccounts();
      // The money is optional here: an empty or silent faucet must not prevent connecting.
      if (accounts[0]) await fund(await getProvider(), devnet, accounts[0]).catch(() => {});
      const shown = withCapabilities ? accounts.map((address) => ({ address, capabilities: {} })) : accounts;
      return { accounts: shown as never, chainId: devnet.chainId };
    },
    async disconnect() {},
    getAccounts,
    getProvider,
    getChainId: async () => devnet.chainId,
    isAuthorized: async () => true,
    async switchChain({ chainId }) {
      const hex = `0x${chainId.toString(16)}`;
      await (await getProvider()).request({ method: "wallet_switchEthereumChain", params: [{ chainId: hex }] });
      config.emitter.emit("change", { chainId });
      return config.chains.find((chain) => chain.id === chainId) as Chain;
    },
    onAccountsChanged() {},
    onChainChanged() {},
    onDisconnect() {},
  }));
}

async function fund(provider: DemoProvider, devnet: Network, address: string): Promise<void> {
  const call = { to: devnet.token.address, data: BALANCE_OF + address.slice(2).toLowerCase().padStart(64, "0") };
  const balance = (await provider.request({ method: "eth_call", params: [call, "latest"] })) as string;
  if (BigInt(balance) < LOW) await askFaucet(address);
}

/** JSON-RPC through our own server, which forwards only reads to the devnet's node. */
async function read(rpcUrl: string, method: string, params: unknown): Promise<unknown> {
  type Answer = { result?: unknown; error?: { code: number; message: string } };
  const body = { jsonrpc: "2.0", id: 1, method, params: params ?? [] };
  const { result, error } = await requestJson<Answer>(rpcUrl, { method: "POST", body });
  if (error) throw Object.assign(new Error(error.message), { code: error.code });
  return result;
}
