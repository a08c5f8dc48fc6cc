import "server-only";
import type { ErrorCode } from "@/lib/errors";
import { displayUsd } from "@/lib/money";
import { refundTermsOf } from "@/lib/offers/refund-terms";
import { waysToPay } from "@/lib/offers/ways-to-pay";
import type { Authorization, PaymentTerms } from "@/lib/payments/ports";
import { fileUrl } from "@/lib/products/files/file-url";
import type { TermsRow } from "@/lib/products/files/payable-terms";
import { SCHEME } from "@/lib/protocols/x402/requirements";
import { isSigned, type Presented, type Signed } from "./read-payment";

/** The data that a payment is compared with. */
type MatchedFile = { id: string; terms: TermsRow; payableTerms: TermsRow[]; version: { number: number } };

export type Match =
  | { kind: "match"; terms: TermsRow; way: PaymentTerms; authorization: Authorization }
  | { kind: "mismatch"; code: ErrorCode; detail: string };

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
  const { accepted, method } = payment;
  if (accepted.scheme !== SCHEME) {
    return mismatch("payment_refused", `This file is sold by the scheme “${SCHEME}” only.`);
  }
  const asked = file.payableTerms.flatMap((terms) => waysToPay(terms).map((way) => ({ terms, way })));
  const here = asked.filter(({ way }) => way.network === accepted.network && way.method === method.name);
  if (here.length === 0 || !isSigned(payment)) {
    const offered = waysToPay(file.terms)
      .map(({ networkName, network }) => `${networkName} (${network})`)
      .join(", ");
    return mismatch("wrong_network", `This file is paid for on ${offered}.`);
  }
  const priced = here.filter(({ way }) => method.canonical(way.asset) === method.canonical(accepted.asset));
  if (priced.length === 0) {
    const tokens = new Set(here.map(({ way }) => `${way.symbol}, ${way.asset}`));
    return mismatch("wrong_token", `This file is paid for in ${[...tokens].join(", or ")}.`);
  }
  return matchTerms(file, payment, priced);
}

type Asked = { terms: TermsRow; way: PaymentTerms };

function matchTerms(file: MatchedFile, payment: Signed, priced: Asked[]): Match {
  const { accepted, authorization, method } = payment;
  const toPayee = priced.filter(({ way }) => {
    const payee = method.canonical(way.payee);
    return authorization.payee === payee && method.canonical(accepted.payTo) === payee;
  });
  if (toPayee.length === 0) return mismatch("wrong_payee", "The payment is not to this file's seller.");
  const paid = toPayee.filter(
    ({ way }) => authorization.amount === way.amount && accepted.amount === way.amount.toString(),
  );
  const [newest] = paid;
  if (!newest) {
    const price = displayUsd(file.terms.priceMicroUsd);
    const amount = method.displayAmount(authorization);
    return mismatch("wrong_amount", `The price is ${price}, the payment is for ${amount}.`);
  }
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

function lasts({ terms }: Asked): number {
  return terms.downloadDays ?? Number.MAX_SAFE_INTEGER;
}

function changed({ version }: MatchedFile): Match {
  const now = `Version ${version.number} is on sale now, and the payment is for an earlier offer.`;
  return mismatch("file_replaced", now);
}

function mismatch(code: ErrorCode, detail: string): Match {
  return { kind: "mismatch", code, detail: `${detail} Nothing was charged by this request.` };
}
