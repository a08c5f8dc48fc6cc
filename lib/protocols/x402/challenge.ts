import "server-only";
import type { PaymentRequired } from "@x402/core/types";
import { systemClock } from "@/lib/clock";
import { displayUsd } from "@/lib/money";
import { openWaysToPay } from "@/lib/offers/ways-to-pay";
import { fileUrl, purchaseUrl } from "@/lib/products/files/file-url";
import type { TermsRow } from "@/lib/products/files/payable-terms";
import { settings } from "@/lib/settings/settings";
import { declareSignInWithX, SIGN_IN_WITH_X } from "@/lib/sign-in/sign-in-with-x";
import { declarePaymentIdentifier, PAYMENT_IDENTIFIER } from "./payment-identifier";
import { offerOf } from "./requirements";

/** Headers are base64 and proxies cap them, so the title is cut; the page has the whole title. */
const DESCRIPTION_MAX = 160;

const JSON_PURCHASE = "json-purchase";

/** The parts of a file that a challenge needs. */
type ChallengedFile = { id: string; title: string; version: { mediaType: string }; terms: TermsRow };

/**
 * The challenge for one file on its current terms: the object of `PAYMENT-REQUIRED` (x402 v2).
 *
 * The resource is the shared link, built from the configured origin and never from the Host header.
 *
 * @param error why the client has to pay (or pay again), in words
 */
export function challengeFor(file: ChallengedFile, error: string): PaymentRequired {
  const description = `${file.title} for ${displayUsd(file.terms.priceMicroUsd)}`;
  const ways = openWaysToPay(file.terms);
  return {
    x402Version: 2,
    error,
    resource: {
      url: fileUrl(file.id),
      description: Array.from(description).slice(0, DESCRIPTION_MAX).join(""),
      mimeType: file.version.mediaType,
    },
    accepts: ways.map((way) => offerOf(way, file.terms.id)),
    extensions: {
      [PAYMENT_IDENTIFIER]: declarePaymentIdentifier(),
      [JSON_PURCHASE]: declareJsonPurchase(file.id),
      ...signInExtension(file, namesOf(ways)),
    },
  };
}

/** Clients that cannot do anything with bytes, such as models, find the door that answers in JSON. An extension of our own. */
function declareJsonPurchase(fileId: string) {
  const text = { type: "string" };
  return {
    info: { method: "POST", url: purchaseUrl(fileId), mediaType: "application/json" },
    schema: { type: "object", properties: { method: text, url: text, mediaType: text } },
  };
}

/**
 * How a payer gets access again by a signature: the extension `sign-in-with-x`, with a fresh nonce for this file.
 *
 * @param names networks (CAIP-2) that are named to the client; all of this server's where the file itself is not for sale
 */
export function signInExtension(file: { id: string }, names: string[] = settings().networks.map(({ caip2 }) => caip2)) {
  const subject = { id: file.id, uri: fileUrl(file.id) };
  return { [SIGN_IN_WITH_X]: declareSignInWithX(subject, names, systemClock.now()) };
}

function namesOf(ways: readonly { network: string }[]): string[] {
  return [...new Set(ways.map(({ network }) => network))];
}
