/** What somebody may buy, shared with the browser. */

/** One way to pay for a file. */
export type Offer = {
  /** CAIP-2. */
  network: string;
  networkName: string;
  asset: string;
  symbol: string;
  decimals: number;
  /** Atomic units. */
  amount: string;
  payTo: string;
  /** The number of the version that is sold. */
  fileVersion: number;
  /** Names what the seller says of refunds; empty by default. */
  refundTerms: string;
};
