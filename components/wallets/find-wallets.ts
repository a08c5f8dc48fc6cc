import { type Config, type Connector, type CreateConnectorFn, injected } from "wagmi";
import { switchChain } from "wagmi/actions";
import type { ClientConfig } from "@/lib/client-config/schema";
import { DEVNET_CHAIN_ID } from "@/lib/payment-methods/evm/chain/networks";
import { type Announced, watchAnnounced } from "./announced-wallets";
import { BASE_ACCOUNT, baseAccountConnector } from "./base-account/connector";
import { demoConnector } from "./demo-connector";
import type { InjectedFlags } from "./in-app-browser";
import { type RawProvider, type TameProvider, tameProvider } from "./tame-provider";

/** Wallets reach the devnet through this read-only route, never the node directly. */
export const DEVNET_RPC_PATH = "/api/devnet/rpc";

/** The wallet that did not announce itself: the one in `window.ethereum`. */
const PLAIN = "injected";

/** Adds the wallets of this browser to a configuration: now, and whenever one arrives later. */
export async function findWallets(config: Config, settings: ClientConfig): Promise<void> {
  const add = (connector: CreateConnectorFn) => {
    const { connectors } = config._internal;
    connectors.setState((before) => [...before, connectors.setup(connector)]);
  };
  watchAnnounced((wallet) => add(announcedConnector(wallet)));
  add(plainConnector());
  // Some browsers of phones bring their wallet after the page.
  window.addEventListener("ethereum#initialized", () => config._internal.connectors.setState((before) => [...before]));
  if (settings.baseAccountUrl && settings.networks.some(({ baseAccount }) => baseAccount) && mayUseWindows()) {
    add(baseAccountConnector(settings.baseAccountUrl, settings.appUrl));
  }
  if (settings.walletConnectProjectId) {
    const { walletConnectConnector } = await import("./walletconnect");
    const connector = await walletConnectConnector(settings.walletConnectProjectId, settings.appUrl);
    if (connector) add(connector);
  }
  const devnet = settings.networks.find((network) => network.chainId === DEVNET_CHAIN_ID);
  if (settings.devnet && devnet) add(demoConnector(devnet, DEVNET_RPC_PATH));
}

/** Each announcement is a wallet of its own, also where two have one name. */
function announcedConnector({ rdns, name, icon, provider }: Announced): CreateConnectorFn {
  return asksOnce({ id: rdns, name, icon, provider: tameProvider(provider) as never });
}

function plainConnector(): CreateConnectorFn {
  let tamed: { raw: RawProvider; provider: TameProvider } | undefined;
  const provider = () => {
    const raw = plainProvider();
    if (!raw) return undefined;
    if (tamed?.raw !== raw) tamed = { raw, provider: tameProvider(raw) };
    return tamed.provider as never;
  };
  return asksOnce({ id: PLAIN, name: "Injected", provider });
}

/**
 * Without wagmi's `wallet_requestPermissions`, which some wallets never answer: `eth_requestAccounts` lets the person choose
 * accounts, too, where none are shared, and disconnecting ends the sharing (`wallet_revokePermissions`).
 */
function asksOnce(target: NonNullable<Parameters<typeof injected>[0]>["target"]): CreateConnectorFn {
  return injected({ target, shimDisconnect: false });
}

/** Base Account keeps its session in this browser; inside its own app, the wallet is there already. */
function mayUseWindows(): boolean {
  try {
    return window.localStorage !== null && !(window as { ethereum?: InjectedFlags }).ethereum?.isCoinbaseBrowser;
  } catch {
    return false;
  }
}

function plainProvider(): RawProvider | null {
  try {
    const { ethereum } = window as { ethereum?: Partial<RawProvider> };
    return typeof ethereum?.request === "function" ? (ethereum as RawProvider) : null;
  } catch {
    return null;
  }
}

/** True for the wallet in `window.ethereum`, which has no name. */
export const isPlain = ({ id }: Pick<Connector, "id">) => id === PLAIN;

/** Wallets that announced themselves (EIP-6963) first; the plain `window.ethereum` only when none of them did. */
export function usable(connectors: readonly Connector[]): Connector[] {
  const announced = connectors.filter((one) => one.type === "injected" && !isPlain(one));
  const plain = announced.length === 0 && plainProvider() ? connectors.filter(isPlain) : [];
  return [...announced, ...plain, ...connectors.filter((one) => one.type !== "injected")];
}

/** A wallet as it is remembered over visits: by its maker and its name. */
export const memoryOf = ({ id, name }: Connector) => `${id} ${name}`;

/** A connector's provider, which keeps to the standard. */
export async function providerOf(config: Config, connector: Connector): Promise<TameProvider> {
  const raw = (await connector.getProvider()) as RawProvider;
  if (connector.type === "injected") return raw as TameProvider;
  if (connector.type === "demo" || connector.type === BASE_ACCOUNT) return tameProvider(raw);
  // WalletConnect's sessions have networks of their own, which its connector keeps.
  return tameProvider({
    request: (call) =>
      call.method === "wallet_switchEthereumChain"
        ? switchChain(config, { chainId: Number((call.params as [{ chainId: string }])[0].chainId), connector })
        : raw.request(call),
    on: (event, listener) => raw.on?.(event, listener),
    removeListener: (event, listener) => raw.removeListener?.(event, listener),
  });
}
