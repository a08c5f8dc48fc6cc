import { queryOptions } from "@tanstack/react-query";
import type { Problem } from "@/components/http/request";
import type { Agreed } from "@/components/payments/pay/agree-on-offer";
import { purchase } from "@/components/payments/wire/pay-api";
import { agree, type Challenge } from "@/components/payments/wire/x402";
import type { Offer } from "@/lib/offers/schema";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";

import { type Goods, requestFor } from "./goods";

/** What something costs, on each network that this page knows; or why the server does not sell it. */
type StoragePrice = { kind: "price"; offers: Offer[] } | { kind: "refused"; problem: Problem };

/** How long a price is shown before it is asked for again (ms): offers end within ten minutes. */
const FRESH = 5 * 60_000;

/** Asks the door itself: the challenge is the price, and asking leaves nothing behind. */
export const priceQuery = (goods: Goods, networks: readonly Network[]) =>
  queryOptions({
    queryKey: ["storage-price", goods],
    staleTime: FRESH,
    queryFn: async (): Promise<StoragePrice> => {
      const answer = await purchase(requestFor(goods));
      if (answer.kind === "challenge" && answer.challenge) {
        return { kind: "price", offers: offersIn(answer.challenge, networks) };
      }
      if (answer.kind === "refused") return { kind: "refused", problem: answer.problem };
      throw new Error("no price");
    },
  });

/** The offers of a challenge in tokens that this page knows. */
export function offersIn({ accepts }: Challenge, networks: readonly Network[]): Offer[] {
  return accepts.flatMap(({ scheme, network, asset, amount, payTo, extra }) => {
    const known = networks.find(({ caip2 }) => caip2 === network);
    if (scheme !== "exact" || known?.token.address.toLowerCase() !== asset.toLowerCase()) return [];
    const { symbol, decimals } = known.token;
    const shown = { network, networkName: known.name, asset, symbol, decimals, amount, payTo };
    return [{ ...shown, offerId: extra.offerId ?? "", fileVersion: 0, refundTerms: "" }];
  });
}

/**
 * Compares a challenge with the price that is shown. Each challenge has an offer of its own, so its id says nothing; network,
 * token, payee and amount must be as shown.
 */
export async function agreeOnPrice(challenge: Challenge, shown: Offer): Promise<Agreed> {
  const { offerId = "" } = challenge.accepts.find(({ network }) => network === shown.network)?.extra ?? {};
  const agreement = agree(challenge, { ...shown, offerId });
  if (agreement.kind === "agreed" || agreement.kind === "not-offered") return agreement;
  if (agreement.kind === "other-terms") return { kind: "not-offered" };
  const { amount, payTo } = agreement;
  return { kind: "price-changed", offer: { ...shown, amount, payTo } };
}
