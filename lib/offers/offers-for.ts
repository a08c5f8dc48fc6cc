import "server-only";
import { type RefundTerms, refundTermsOf } from "./refund-terms";
import type { Offer } from "./schema";
import { openWaysToPay, type Priced, waysToPay } from "./ways-to-pay";

/** What a buyer may buy, by the id of its terms: a version of a file, under the seller's price and refund policy. */
type Offered = Priced & RefundTerms & { id: string; version: { number: number } };

/**
 * The ways to pay these terms, in the operator's order of networks. Empty when the file is free. A network is left out
 * if the payout address cannot receive there (a contract exists on some chains only), if the token has fewer decimals
 * than the price, or if the price is below the cost of settling there.
 */
export function offersFor(terms: Offered): Offer[] {
  const open = openWaysToPay(terms);
  // If nothing can be paid right now the page still shows the price; a buyer who tries to pay is told why not.
  return (open.length > 0 ? open : waysToPay(terms)).map(
    ({ network, networkName, asset, symbol, decimals, amount }) => ({
      network,
      networkName,
      asset,
      symbol,
      decimals,
      amount: amount.toString(),
      payTo: terms.payTo,
      offerId: terms.id,
      fileVersion: terms.version.number,
      refundTerms: refundTermsOf(terms),
    }),
  );
}
