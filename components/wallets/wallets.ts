import type { Chain } from "viem";
import { type Connector, createConfig, http } from "wagmi";
import { connect, disconnect, watchConnectors } from "wagmi/actions";
import { safeStorage } from "@/components/ui/safe-storage";
import type { ClientConfig } from "@/lib/client-config/schema";
import { DEVNET_CHAIN_ID, type Network } from "@/lib/payment-methods/evm/chain/networks";
import { BASE_ACCOUNT } from "./base-account/connector";
import { bringToNetwork, isOn } from "./bring-to-network";
import { DEVNET_RPC_PATH, findWallets, isPlain, memoryOf, providerOf, usable } from "./find-wallets";
import { LAST_WALLET } from "./last-wallet";
import { signWith } from "./sign-with";
import { Left, toWalletProblem, WalletProblem } from "./wallet-error";
import type { ConnectedWallet, Signer, WalletChoice, Wallets } from "./wallet-types";

/** How long a wallet may take to be disconnected (ms). */
const LEAVE_LIMIT = 1_000;

/** Everything about wallets, in one chunk that is loaded when somebody is about to use one. */
export async function createWallets(settings: ClientConfig): Promise<Wallets> {
  const chains = settings.networks.map((network) => chainOf(network, settings.appUrl)) as [Chain, ...Chain[]];
  const config = createConfig({
    chains,
    // wagmi knows wallets by their makers' names, which several may share, and its storage fails where cookies are blocked.
    multiInjectedProviderDiscovery: false,
    storage: null,
    // Pages read the chain through our own server; wagmi only requires this value.
    transports: Object.fromEntries(chains.map((chain) => [chain.id, http(chain.rpcUrls.default.http[0])])),
  });
  await findWallets(config, settings);

  const memory = safeStorage("localStorage");
  /** The connector that was picked. Another one may connect later, such as one that was given up on before. */
  let picked: string | null = null;
  let finding: Promise<ConnectedWallet | null> | undefined;
  /** Disconnecting takes a moment, in which another one may be picked already. */
  let leaving: Promise<unknown> = Promise.resolve();
  const changes = new Set<() => void>();

  const networkName = (chainId?: number) =>
    (settings.networks.find((network) => network.chainId === chainId) ?? settings.networks[0])?.name ?? "";

  const current = (): ConnectedWallet | null => {
    const connection = picked === null ? undefined : config.state.connections.get(picked);
    const [address] = connection?.accounts ?? [];
    return connection && address ? { ...choiceOf(connection.connector), address, chainId: connection.chainId } : null;
  };

  function pick(connector: Connector | null): void {
    picked = connector?.uid ?? null;
    if (connector) memory.setItem(LAST_WALLET, memoryOf(connector));
    else memory.removeItem(LAST_WALLET);
    for (const changed of changes) changed();
  }

  const isConnected = ({ uid }: Connector) => config.state.connections.has(uid) && config.state.current === uid;

  /**
   * Some wallets change their account or network without an event, and events while one connects go nowhere. An event that
   * arrives while the wallet is read is newer than what was read: then it is read once more.
   */
  async function readAgain(tries = 3): Promise<ConnectedWallet | null> {
    const connector = config.connectors.find(({ uid }) => uid === picked);
    const known = connector && config.state.connections.get(connector.uid);
    const [accounts, chainId] = await Promise.all([
      connector?.getAccounts().catch(() => []),
      connector?.getChainId().catch(() => undefined),
    ]);
    if (known && config.state.connections.get(connector.uid) !== known)
      return tries > 1 ? readAgain(tries - 1) : current();
    const [first] = accounts ?? [];
    connector?.emitter.emit("change", { chainId, ...(first && { accounts }) });
    return current();
  }

  async function findAgain(): Promise<ConnectedWallet | null> {
    const last = memory.getItem(LAST_WALLET);
    const [connector, ...others] = usable(config.connectors).filter((one) => memoryOf(one) === last);
    // Of two with one name nobody knows which it was: the person chooses.
    if (!connector || others.length > 0) return null;
    try {
      if ((await connector.getAccounts()).length === 0) return null;
      // Without asking: the wallet shares its accounts with this site already.
      if (!isConnected(connector)) await connect(config, { connector, isReconnecting: true } as never);
      pick(connector);
      return await readAgain();
    } catch {
      return null;
    }
  }

  async function connectTo(id: string): Promise<ConnectedWallet> {
    const connector = usable(config.connectors).find((one) => one.uid === id);
    const task = "connect";
    if (!connector) throw new WalletProblem({ kind: "no-wallet", task, networkName: networkName() });
    picked = connector.uid;
    await leaving;
    try {
      if (!isConnected(connector)) await connect(config, { connector });
    } catch (error) {
      throw toWalletProblem(error, task, networkName());
    }
    // Another one was picked while this one was asking.
    if (picked !== connector.uid) throw new Left();
    pick(connector);
    const wallet = await readAgain();
    if (!wallet) throw new WalletProblem({ kind: "locked", task, networkName: networkName() });
    return wallet;
  }

  function signer(wallet: ConnectedWallet, isWanted: () => boolean): Signer {
    const connector = config.connectors.find(({ uid }) => uid === wallet.id);
    /** Nothing is asked, and nothing counts, once the person has left. */
    async function ask<T>(task: "switch" | "sign", chainId: number | undefined, act: () => Promise<T>): Promise<T> {
      if (!isWanted()) throw new Left();
      const result = await act().catch((error: unknown) => {
        throw error instanceof Left ? error : toWalletProblem(error, task, networkName(chainId));
      });
      if (!isWanted()) throw new Left();
      return result;
    }
    const sign = async () => {
      if (!connector) throw new WalletProblem({ kind: "no-wallet", task: "sign", networkName: networkName() });
      return signWith(await providerOf(config, connector), wallet.address);
    };
    return {
      switchTo: (chainId, onAsk) =>
        ask("switch", chainId, async () => {
          const chain = chains.find(({ id }) => id === chainId);
          if (!connector || !chain) return;
          const provider = await providerOf(config, connector);
          if (await isOn(provider, chainId)) return;
          onAsk?.();
          await bringToNetwork({ provider, chain, networkName: networkName(chainId), isWanted });
          // Some wallets switch without an event.
          connector.emitter.emit("change", { chainId });
        }),
      signTypedData: (document) =>
        ask("sign", Number(document.domain?.chainId), async () =>
          (await sign()).typedData(document, networkName(Number(document.domain?.chainId))),
        ),
      signMessage: (message) => ask("sign", undefined, async () => (await sign()).message(message, networkName())),
    };
  }

  return {
    choices: () => usable(config.connectors).map(choiceOf),
    watch(changed) {
      changes.add(changed);
      const stop = [
        watchConnectors(config, { onChange: changed }),
        config.subscribe(({ connections }) => connections, changed),
        () => changes.delete(changed),
      ];
      return () => {
        for (const one of stop) one();
      };
    },
    current,
    reconnect() {
      finding ??= (current() ? readAgain() : findAgain()).finally(() => {
        finding = undefined;
      });
      return finding;
    },
    connect: connectTo,
    async disconnect() {
      const connected = [...config.state.connections.values()].map(({ connector }) => connector);
      pick(null);
      const all = Promise.all(connected.map((connector) => disconnect(config, { connector }).catch(() => {})));
      // Some never answer that they have been left.
      leaving = Promise.race([all, new Promise((resolve) => setTimeout(resolve, LEAVE_LIMIT))]);
      await leaving;
    },
    signer,
  };
}

/** By the type of the connector. */
const KINDS: Record<string, WalletChoice["kind"]> = {
  [BASE_ACCOUNT]: "base-account",
  demo: "demo",
  injected: "injected",
};

function choiceOf(connector: Connector): WalletChoice {
  const kind = KINDS[connector.type] ?? "walletconnect";
  return { id: connector.uid, name: isPlain(connector) ? "" : connector.name, icon: connector.icon, kind };
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
