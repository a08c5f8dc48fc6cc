import type { TypedDataDefinition } from "viem";

/** A wallet that can be chosen. */
export type WalletChoice = {
  /** Stable across reloads: the wallet's reverse domain name, "injected", "walletConnect" or "demo". */
  id: string;
  name: string;
  /** A `data:` picture that the wallet announced. */
  icon?: string;
  kind: "injected" | "walletconnect" | "demo";
};

/** The wallet in use. */
export type ConnectedWallet = WalletChoice & { address: `0x${string}`; chainId: number };

/** All that pages ask of wallets. Every method that talks to one throws `WalletProblem`. */
export type Wallets = {
  /** What is there now; wallets may announce themselves later. */
  choices(): WalletChoice[];
  /** Calls back whenever `choices` or `current` changed; answers the function that stops it. */
  watch(changed: () => void): () => void;
  current(): ConnectedWallet | null;
  /** Finds the wallet of an earlier visit again, without asking anything. */
  reconnect(): Promise<ConnectedWallet | null>;
  connect(id: string): Promise<ConnectedWallet>;
  disconnect(): Promise<void>;
  /** Brings the wallet to a network, and adds the network where the wallet does not know it. */
  switchTo(chainId: number): Promise<void>;
  signTypedData(document: TypedDataDefinition): Promise<`0x${string}`>;
  /** EIP-191 (`personal_sign`). */
  signMessage(message: string): Promise<`0x${string}`>;
};
