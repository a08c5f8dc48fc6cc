/** One day (UTC) of the shop in numbers; null where nothing was recorded. Amounts are exact USD, sizes are bytes. */
export type DayFigures = {
  /** As "2026-11-30". */
  day: string;
  figures: {
    /** Of files, and what their sellers received. */
    sales: number;
    received: string;
    refunds: number;
    refunded: string;
    /** Payments for storage, which the operator received, and what the operator paid back: not among the four before. */
    storagePayments: number;
    storageReceived: string;
    storageRefunds: number;
    storageRefunded: string;
    sellers: number;
    files: number;
    storedBytes: number;
    diskFree: number;
  } | null;
  gas: DayGas[];
};

/** A gas account's day, in gwei (decimal text). */
type DayGas = {
  chainId: number;
  balance: string | null;
  transactions: number;
  spent: string;
  wasted: string;
};
