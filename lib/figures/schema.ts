/** One day (UTC) of the shop in numbers; null where nothing was recorded. Amounts are exact USD, sizes are bytes. */
export type DayFigures = {
  /** As "2026-11-30". */
  day: string;
  figures: {
    sales: number;
    received: string;
    refunds: number;
    refunded: string;
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
