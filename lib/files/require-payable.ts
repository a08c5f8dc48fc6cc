import "server-only";
import { settings } from "../env";
import { AppError } from "../errors";
import { displayUsd } from "../money";
import { networksFor } from "./file-info";
import type { FileForSale } from "./find-file";
import type { TermsRow } from "./terms";

/**
 * Makes sure that terms can be paid on a network where this seller can receive, so that nobody shares a link that nobody
 * can pay.
 *
 * @throws AppError `invalid_price` when the price is below the lowest there, `seller_not_allowed` when there is none
 */
export function requirePayable(creator: FileForSale["creator"], terms: Pick<TermsRow, "priceMicroUsd">): void {
  if (terms.priceMicroUsd === 0n || networksFor({ creator }, terms).length > 0) return;
  const { networks, lowestPrices } = settings();
  const own = networks.find(({ chainId }) => creator.chainId === 0 || creator.chainId === chainId);
  if (!own) {
    throw new AppError("seller_not_allowed", {
      detail: "Your wallet is a contract on a network where this server takes no payments. Sign in with another one.",
    });
  }
  const message = `The lowest price on ${own.name} is ${displayUsd(lowestPrices[own.chainId] ?? 0n)}.`;
  throw new AppError("invalid_price", { detail: message, members: { errors: [{ field: "price", message }] } });
}
