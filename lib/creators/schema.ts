import type { OwnFile } from "../files/schema";
import type { PaymentState } from "../payments/schema";

/** The creator's dashboard, shared with the browser. */

export type Sale = {
  paymentId: string;
  fileId: string;
  fileTitle: string;
  /** ISO 8601: when it was settled, else when it was presented. */
  at: string;
  /** Exact USD. */
  amount: string;
  /** "settled", or what is being confirmed. */
  state: PaymentState;
  payer: string;
  /** CAIP-2. */
  network: string;
  networkName: string;
  transaction: string | null;
  transactionUrl: string | null;
};

/** `GET /api/files`. */
export type Dashboard = {
  address: string;
  payTo: string;
  /** Exact USD. */
  received: string;
  salesCount: number;
  /** The newest, or those before the file that was named by `?before=`. */
  files: OwnFile[];
  /** True when there are older ones: ask again with `?before=` and the id of the last of `files`. */
  olderFiles: boolean;
  sales: Sale[];
};
