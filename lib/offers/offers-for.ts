import "server-only";
import { microUsdToAtomic } from "@/lib/money";
import { networksFor, openNetworksFor, type Priced } from "./offered-networks";
import { type RefundTerms, refundTermsOf } from "./refund-terms";
import type { Offer } from "./schema";

/** What somebody may buy: a version of a file, by what its seller asks and says of refunds. */
export type Offered = Priced & RefundTerms & { version: { number: number } };

/**
 * The ways to pay these terms, in the operator's order of networks. Empty when the file is free. A network is left out
 * where the payout address cannot receive (a contract exists on some chains only), where the token is
 * coarser than the price, or where the price is below what settling there may cost.
 */
export function offersFor(terms: Offered): Offer[] {
  const open = openNetworksFor(terms);
  // Where nothing can be paid right now the page shows what it will cost; who wants to pay is told why not.
  return (open.length > 0 ? open : networksFor(terms)).map((network) => ({
    network: network.caip2,
    networkName: network.name,
    asset: network.token.address,
    symbol: network.token.symbol,
    decimals: network.token.decimals,
    amount: microUsdToAtomic(terms.priceMicroUsd, network.token.decimals).toString(),
    payTo: terms.payTo,
    fileVersion: terms.version.number,
    refundTerms: refundTermsOf(terms),
  }));
}
