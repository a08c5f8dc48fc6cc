import type { TypedDataDefinition } from "viem";

/** A wallet that can be chosen. */
export type WalletChoice = {
  /** Distinguishes the wallets of this page. Two may have one name, and one may have another id after a reload. */
  id: string;
  /** Its own; empty if it has none. */
  name: string;
  /** A `data:` picture that the wallet announced. */
  icon?: string;
  kind: "base-account" | "injected" | "walletconnect" | "demo";
};

/** The wallet in use. */
export type ConnectedWallet = WalletChoice & { address: `0x${string}`; chainId: number };

/**
 * One wallet and one account, as an attempt asks them. Once the person has left, nothing more is asked, and what the wallet
 * still answers is dropped: every method then throws `Left`. All throw `WalletProblem`.
 */
export type Signer = {
  /**
   * Brings the wallet to a network, and adds the network where the wallet does not know it.
   *
   * @param onAsk called if the wallet has to be asked for it
   */
  switchTo(chainId: number, onAsk?: () => void): Promise<void>;
  signTypedData(document: TypedDataDefinition): Promise<`0x${string}`>;
  /** EIP-191 (`personal_sign`). */
  signMessage(message: string): Promise<`0x${string}`>;
};

/** All that pages ask of wallets. Every method that talks to one throws `WalletProblem`. */
export type Wallets = {
  /** What is there now; wallets may announce themselves later. */
  choices(): WalletChoice[];
  /** Calls back whenever `choices` or `current` changed; answers the function that stops it. */
  watch(changed: () => void): () => void;
  /** The wallet that was picked, with the account and the network that it is on now. */
  current(): ConnectedWallet | null;
  /** Finds the wallet of an earlier visit again, without asking anything. */
  reconnect(): Promise<ConnectedWallet | null>;
  connect(id: string): Promise<ConnectedWallet>;
  disconnect(): Promise<void>;
  /** @param isWanted false once the person has left */
  signer(wallet: ConnectedWallet, isWanted: () => boolean): Signer;
};
