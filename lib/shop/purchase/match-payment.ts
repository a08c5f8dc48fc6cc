import "server-only";
import { displayUsd } from "@/lib/money";
import { refundTermsOf } from "@/lib/offers/refund-terms";
import { waysToPay } from "@/lib/offers/ways-to-pay";
import type { Authorization, PaymentTerms } from "@/lib/payments/ports";
import { fileUrl } from "@/lib/products/files/file-url";
import type { TermsRow } from "@/lib/products/files/payable-terms";
import { type Mismatch, matchWays, mismatch, networksIn } from "./match-way";
import type { Presented } from "./read-payment";

/** The data that a payment is compared with. */
type MatchedFile = { id: string; terms: TermsRow; payableTerms: TermsRow[]; version: { number: number } };

export type Match = { kind: "match"; terms: TermsRow; way: PaymentTerms; authorization: Authorization } | Mismatch;

/**
 * Finds the terms that a presented payment pays, and on which network: the current terms, or ones that an edit closed a
 * moment ago (they stay payable for twice the challenge's time-out).
 *
 * A payment that names its terms (`offerId`) is for these and no others. One that names none is for the newest version
 * with that price, or for the one that it names, as clients did that were challenged before terms were named.
 *
 * Both the client's claim (`accepted`) and what the payer signed (`authorization`) must match our own rows.
 */
export function matchPayment(file: MatchedFile, payment: Presented): Match {
  const { offerId } = payment;
  if (offerId === undefined) return matchAny(file, payment);
  const named = { ...payment, fileVersion: undefined, refundTerms: undefined };
  const payableTerms = file.payableTerms.filter(({ id }) => id === offerId);
  if (payableTerms.length > 0) return matchAny({ ...file, payableTerms }, named);
  // No longer payable, however well the payment fits other terms. How it differs from those tells the client most.
  const others = matchAny(file, named);
  return others.kind === "match" ? changed(file) : others;
}

function matchAny(file: MatchedFile, payment: Presented): Match {
  if (payment.resourceUrl !== undefined && payment.resourceUrl !== fileUrl(file.id)) {
    return mismatch("resource_mismatch", "The payment names another resource than this file.");
  }
  const asked = file.payableTerms.flatMap((terms) => waysToPay(terms).map((way) => ({ terms, way })));
  const match = matchWays(asked, payment, {
    thing: "file",
    payee: "this file's seller",
    price: `The price is ${displayUsd(file.terms.priceMicroUsd)}`,
    networks: networksIn(waysToPay(file.terms)),
  });
  if (match.kind === "mismatch") return match;
  const { paid, authorization } = match;
  // Rule 16: a buyer who cannot say which terms were shown does not pay for others.
  if (!payment.namesTerms && new Set(paid.map(({ terms }) => terms.id)).size > 1) return unclear;
  const [newest] = paid as [Asked];
  // The buyer gets the version that was shown: hash and receipt are bound to it, not to its replacement at the same price.
  const shown = payment.fileVersion ?? newest.terms.version.number;
  // Likewise for the same price: then the terms with the longer download period were, or may have been, shown.
  const sold = paid.filter(({ terms }) => terms.version.number === shown);
  // Likewise for refunds: a later policy does not change what this buyer was told.
  const told = payment.refundTerms ?? refundTermsOf(newest.terms);
  const promised = sold.filter(({ terms }) => refundTermsOf(terms) === told);
  const [best] = (promised.length > 0 ? promised : sold).sort((one, other) => lasts(other) - lasts(one));
  return best ? { kind: "match", ...best, authorization } : changed(file);
}

type Asked = { terms: TermsRow; way: PaymentTerms };

function lasts({ terms }: Asked): number {
  return terms.downloadDays ?? Number.MAX_SAFE_INTEGER;
}

const unclear = mismatch(
  "file_replaced",
  "The offer changed a moment ago, and a payment of x402 version 1 does not say which one it is for. Sign again in a few minutes, or pay by version 2.",
);

function changed({ version }: MatchedFile): Match {
  const now = `Version ${version.number} is on sale now, and the payment is for an earlier offer.`;
  return mismatch("file_replaced", now);
}
