/** Sales and refunds by period: what `GET /api/sales/export` returns. */

/** One movement of a seller's money, as the chain has it. */
export type Entry = {
  /** ISO 8601: the time of the block, or of the settlement where the block's time is not known. */
  date: string;
  kind: "sale" | "refund";
  /** The sale's id; of a refund that of its sale. */
  paymentId: string;
  /** Exact, in `currency`; below zero for a refund. */
  gross: string;
  /** The token's symbol. */
  currency: string;
  /** CAIP-2. */
  network: string;
  transaction: string;
  /** Lower-case hex. */
  buyer: string;
  /** What the operator paid for the transaction, in `feeCurrency`; empty if somebody else sent it. */
  operatorFee: string;
  /** The coin of the network. */
  feeCurrency: string;
  fileId: string;
  title: string;
};

export const ENTRY_COLUMNS = [
  "date",
  "kind",
  "paymentId",
  "gross",
  "currency",
  "network",
  "transaction",
  "buyer",
  "operatorFee",
  "feeCurrency",
  "fileId",
  "title",
] as const satisfies readonly (keyof Entry)[];
