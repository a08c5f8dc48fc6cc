import "server-only";
import { AppError, wrongField } from "@/lib/errors";
import { displayUsd, formatUsd } from "@/lib/money";
import { canReceive, waysToPay } from "@/lib/offers/ways-to-pay";
import { settings } from "@/lib/settings/settings";
import type { TermsRow } from "./payable-terms";

/**
 * Makes sure that terms can be paid on a network where the payout address can receive, so that no seller shares a link
 * that nobody can pay.
 *
 * @throws AppError `invalid_price` when the price is below the lowest there, `seller_not_allowed` when there is none
 */
export function requirePayable(terms: Pick<TermsRow, "priceMicroUsd" | "payTo" | "payToNetworks">): void {
  if (terms.priceMicroUsd === 0n || waysToPay(terms).length > 0) return;
  const { networks, lowestPrices } = settings();
  const own = networks.find((network) => canReceive(terms, network));
  if (!own) {
    throw new AppError("seller_not_allowed", {
      detail: "Your payout address is a contract on a network where this server takes no payments. Choose another one.",
    });
  }
  const lowest = lowestPrices[own.chainId] ?? 0n;
  const message = `The lowest price on ${own.name} is ${displayUsd(lowest)}.`;
  const values = { price: formatUsd(lowest), network: own.name };
  throw wrongField("invalid_price", "price", message, "price_too_low_on", values);
}
