import { type Chain, type EIP1193Provider, numberToHex } from "viem";
import { type Connector, type CreateConnectorFn, createConfig, http, injected } from "wagmi";
import {
  connect,
  disconnect,
  getConnection,
  reconnect,
  signMessage,
  signTypedData,
  switchChain,
  watchConnection,
  watchConnectors,
} from "wagmi/actions";
import type { ClientConfig } from "@/lib/client-config/schema";
import { DEVNET_CHAIN_ID, type Network } from "@/lib/payment-methods/evm/chain/networks";
import { canonicalSignature } from "./canonical-signature";
import { demoConnector } from "./demo-connector";
import { isUnknownChain, toWalletProblem, WalletProblem } from "./wallet-error";
import type { ConnectedWallet, WalletChoice, Wallets } from "./wallet-types";

/** Wallets reach the devnet through this read-only route, never the node directly. */
const DEVNET_RPC_PATH = "/api/devnet/rpc";

/** Everything about wallets, in one chunk that is loaded when somebody is about to use one. */
export async function createWallets(settings: ClientConfig): Promise<Wallets> {
  const chains = settings.networks.map((network) => chainOf(network, settings.appUrl)) as [Chain, ...Chain[]];
  const config = createConfig({
    chains,
    connectors: await connectorsFor(settings),
    // Pages read the chain through our own server; wagmi only requires this value.
    transports: Object.fromEntries(chains.map((chain) => [chain.id, http(chain.rpcUrls.default.http[0])])),
  });
  const networkName = (chainId?: number) =>
    (settings.networks.find((network) => network.chainId === chainId) ?? settings.networks[0])?.name ?? "";

  const current = (): ConnectedWallet | null => {
    const { connector, address, chainId } = getConnection(config);
    return connector && address && chainId ? { ...choiceOf(connector), address, chainId } : null;
  };

  return {
    choices: () => usable(config.connectors).map(choiceOf),
    watch(changed) {
      const stop = [watchConnectors(config, { onChange: changed }), watchConnection(config, { onChange: changed })];
      return () => {
        for (const one of stop) one();
      };
    },
    current,
    async reconnect() {
      await reconnect(config).catch(() => []);
      return current();
    },
    async connect(id) {
      const connector = usable(config.connectors).find((one) => one.id === id);
      const task = "connect";
      if (!connector) throw new WalletProblem({ kind: "no-wallet", task, networkName: networkName() });
      try {
        if (getConnection(config).connector?.uid !== connector.uid) await connect(config, { connector });
      } catch (error) {
        throw toWalletProblem(error, task, networkName());
      }
      const wallet = current();
      if (!wallet) throw new WalletProblem({ kind: "locked", task, networkName: networkName() });
      return wallet;
    },
    disconnect: () => disconnect(config).catch(() => {}),
    async switchTo(chainId) {
      const { connector } = getConnection(config);
      const chain = chains.find(({ id }) => id === chainId);
      if (!connector || !chain || current()?.chainId === chainId) return;
      try {
        if (connector.type === "walletConnect") await switchChain(config, { chainId });
        else await bringTo(connector, chain, networkName(chainId));
      } catch (error) {
        throw toWalletProblem(error, "switch", networkName(chainId));
      }
    },
    async signTypedData(document) {
      const address = current()?.address;
      try {
        const signature = await signTypedData(config, { ...document, account: address } as Parameters<
          typeof signTypedData
        >[1]);
        const hash = async () => (await import("viem")).hashTypedData(document);
        return address ? await canonicalSignature(signature, { address, hash }) : signature;
      } catch (error) {
        throw toWalletProblem(error, "sign", networkName(Number(document.domain?.chainId)));
      }
    },
    async signMessage(message) {
      const address = current()?.address;
      try {
        const signature = await signMessage(config, { message, account: address });
        const hash = async () => (await import("viem")).hashMessage(message);
        return address ? await canonicalSignature(signature, { address, hash }) : signature;
      } catch (error) {
        throw toWalletProblem(error, "sign", networkName());
      }
    },
  };
}

/** Switches a wallet to a chain (EIP-3326), and adds the chain first if the wallet does not know it (EIP-3085). */
async function bringTo(connector: Connector, chain: Chain, networkName: string): Promise<void> {
  const provider = (await connector.getProvider()) as EIP1193Provider;
  const chainId = numberToHex(chain.id);
  const switchOver = () => provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId }] });
  try {
    await switchOver();
  } catch (error) {
    if (!isUnknownChain(error)) throw error;
    const { name: chainName, nativeCurrency, rpcUrls, blockExplorers } = chain;
    const blockExplorerUrls = blockExplorers ? [blockExplorers.default.url] : undefined;
    const chainToAdd = { chainId, chainName, nativeCurrency, rpcUrls: rpcUrls.default.http, blockExplorerUrls };
    try {
      await provider.request({ method: "wallet_addEthereumChain", params: [chainToAdd] });
    } catch (refusal) {
      throw toWalletProblem(refusal, "add", networkName);
    }
    // "The wallet MAY switch the user to the added chain": many do, some stay where they were.
    if ((await connector.getChainId()) !== chain.id) await switchOver();
  }
  if ((await connector.getChainId()) !== chain.id) throw Object.assign(new Error("not switched"), { code: 4902 });
  // Some wallets switch without an event; wagmi has to know before it requests a signature.
  connector.emitter.emit("change", { chainId: chain.id });
}

async function connectorsFor(settings: ClientConfig): Promise<CreateConnectorFn[]> {
  const connectors: CreateConnectorFn[] = [injected()];
  if (settings.walletConnectProjectId) {
    const { walletConnectConnector } = await import("./walletconnect");
    const connector = await walletConnectConnector(settings.walletConnectProjectId, settings.appUrl);
    if (connector) connectors.push(connector);
  }
  const devnet = settings.networks.find((network) => network.chainId === DEVNET_CHAIN_ID);
  if (settings.devnet && devnet) connectors.push(demoConnector(devnet, DEVNET_RPC_PATH));
  return connectors;
}

/** Wallets that announced themselves (EIP-6963) first; the plain `window.ethereum` only when none of them did. */
function usable(connectors: readonly Connector[]): Connector[] {
  const announced = connectors.filter((one) => one.type === "injected" && one.id !== "injected");
  const plain = connectors.filter((one) => one.id === "injected");
  const others = connectors.filter((one) => one.type !== "injected");
  const hasPlain = announced.length === 0 && "ethereum" in window && Boolean(window.ethereum);
  return [...announced, ...(hasPlain ? plain : []), ...others];
}

function choiceOf(connector: Connector): WalletChoice {
  const kind = connector.type === "demo" ? "demo" : connector.type === "injected" ? "injected" : "walletconnect";
  return {
    id: connector.id,
    name: connector.name,
    // EIP-6963 asks for a data URI; anything else would tell a third party about the visit.
    icon: connector.icon?.trim().startsWith("data:image/") ? connector.icon.trim() : undefined,
    kind,
  };
}

function chainOf(network: Network, appUrl: string): Chain {
  const rpcUrl = network.chainId === DEVNET_CHAIN_ID ? `${appUrl}${DEVNET_RPC_PATH}` : (network.walletRpcUrl ?? "");
  return {
    id: network.chainId,
    name: network.chainId === DEVNET_CHAIN_ID ? "Filekiosk devnet" : network.name,
    nativeCurrency: { ...(network.coin ?? { name: "Ether", symbol: "ETH" }), decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    blockExplorers: network.explorer ? { default: { name: "Explorer", url: network.explorer } } : undefined,
    testnet: network.testnet,
  };
}
