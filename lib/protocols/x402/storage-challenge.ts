import "server-only";
import type { PaymentRequired } from "@x402/core/types";
import type { PaymentTerms } from "@/lib/payments/ports";
import { declarePaymentIdentifier, PAYMENT_IDENTIFIER } from "./payment-identifier";
import { offerOf } from "./requirements";

/** The parameter of a storage resource's URL that holds the sealed offer, for clients that send back no `extra`. */
const OFFER_PARAMETER = "offer";

type Challenged = {
  /** The URL of what is paid for, without the offer. */
  url: string;
  description: string;
  offerId: string;
  sealed: string;
  ways: readonly PaymentTerms[];
};

/**
 * The challenge for one offer of storage (x402 v2). It names the offer twice: sealed, in `extra` of each way to pay, and in the
 * resource's URL.
 *
 * @param error why the client has to pay (or pay again), in words
 */
export function storageChallenge(
  { url, description, offerId, sealed, ways }: Challenged,
  error: string,
): PaymentRequired {
  const named = new URL(url);
  named.searchParams.set(OFFER_PARAMETER, sealed);
  return {
    x402Version: 2,
    error,
    resource: { url: named.href, description, mimeType: "application/json" },
    accepts: ways.map((way) => {
      const requirements = offerOf(way, offerId);
      return { ...requirements, extra: { ...requirements.extra, offer: sealed } };
    }),
    extensions: { [PAYMENT_IDENTIFIER]: declarePaymentIdentifier() },
  };
}

/** The resource that a payment names, as our URL and the sealed offer in it. Null for what is no URL. */
export function readNamedResource(resourceUrl: string): { url: string; sealed: string | null } | null {
  if (!URL.canParse(resourceUrl)) return null;
  const url = new URL(resourceUrl);
  const sealed = url.searchParams.get(OFFER_PARAMETER);
  url.searchParams.delete(OFFER_PARAMETER);
  return { url: url.href, sealed };
}
