/** Offers, shared with the browser. */

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
  /** The terms, which never change: price, payee, version, download period and refund policy. */
  offerId: string;
  /** The number of the version that is sold. */
  fileVersion: number;
  /** Identifies the refund policy; empty if there is none. */
  refundTerms: string;
};
