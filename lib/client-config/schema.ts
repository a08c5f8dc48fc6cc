import type { Network } from "@/lib/payment-methods/evm/chain/networks";

/** The lowest prices that can be paid on a network, in micro-USD as decimal text. */
export type Cheapest = {
  /** By a plain key, or by an account that exists on the chain. */
  usual: string;
  /** By a Base Account that does not exist on the chain yet; null if it cannot pay, "0" where a remote facilitator decides. */
  newAccount: string | null;
};

/**
 * The settings that the browser needs. Built by the server for each request and passed to the page, so that one build
 * serves any instance. Contains no secret.
 */
export type ClientConfig = {
  /** Public origin, no trailing slash. */
  appUrl: string;
  /** Offered networks, the first one preferred. */
  networks: Network[];
  /** True when the devnet is offered: demo wallet and faucet exist. */
  devnet: boolean;
  walletConnectProjectId?: string;
  /** The window of Base Account, a wallet that needs no installation; null where it is not offered. */
  baseAccountUrl: string | null;
  /** The lowest prices in micro-USD, as decimal text by chain id, for each kind of wallet. */
  cheapest: Record<number, Cheapest>;
  /** Where dollars are bought and sold; templates for `moneyLink` (components/wallets/money-link.ts). */
  onrampUrl?: string;
  offrampUrl?: string;
  /** Bytes. */
  maxFileSize: number;
  /** Micro-USD as decimal text (bigint does not cross the server boundary in JSON). */
  minPriceMicroUsd: string;
  operatorName?: string;
  operatorContact?: string;
  termsUrl?: string;
  /** Where files are put on sale. With `SELLERS` set, the front page is the shop's list instead. */
  sellPath: "/" | "/sell";
  /** What keeping a file costs, in micro-USD for 10^9 bytes and 30 days, and how many days ahead; null where storage is free. */
  storage: { rateMicroUsd: string; maxDays: number } | null;
  /** Whether this server sends e-mail. */
  sendsMail: boolean;
};
