import type { SalesPage } from "@/lib/sellers/schema";

/** A seller's sales, page by page: `GET /api/sales`. Shared with the browser. */

/**
 * `settled`: the seller has the money. `refunded`: all or a part of it went back. `refund-due`: the seller owes it back.
 * `confirming`: the chain has not shown it yet. `message`: its buyer wrote to the seller.
 */
export const SALE_FILTERS = ["settled", "refunded", "refund-due", "confirming", "message"] as const;
export type SaleFilter = (typeof SALE_FILTERS)[number];

/** The longest text that is searched for. */
export const SEARCH_MAX = 200;

/** One page: the newest first, or, of `message`, those with the newest message, or, of `refund-due`, those due since last. */
export type FoundSales = SalesPage & {
  /** `?before=` of the next page; null at the end. */
  older: string | null;
  /** `?after=` of the page before; null on the first. */
  newer: string | null;
  /** Too many buyers or files match what is searched for: only sales of some of them are listed. */
  isPartial: boolean;
};
