import "server-only";
import type { ErrorCode } from "@/lib/errors";
import { displayUsd, formatAtomic } from "@/lib/money";
import { networksFor } from "@/lib/offers/offered-networks";
import { refundTermsOf } from "@/lib/offers/refund-terms";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { fileUrl } from "@/lib/products/files/file-url";
import type { TermsRow } from "@/lib/products/files/payable-terms";
import type { PresentedPayment } from "@/lib/protocols/x402/decode-payment";
import { requirementsFor } from "@/lib/protocols/x402/requirements";

/** The data that a payment is compared with. */
type MatchedFile = { id: string; terms: TermsRow; payableTerms: TermsRow[]; version: { number: number } };

export type Match =
  | { kind: "match"; terms: TermsRow; network: Network }
  | { kind: "mismatch"; code: ErrorCode; detail: string };

/**
 * Finds the terms and the network that a presented payment pays: the current terms, or ones that an edit closed a
 * moment ago (they stay payable for twice the challenge's time-out).
 *
 * A payment that names its terms (`offerId`) is for these and no others. One that names none is for the newest version
 * with that price, or for the one that it names, as clients did that were challenged before terms were named.
 *
 * Both the client's claim (`accepted`) and the payer's signed data (`authorization`) must match our own rows.
 */
export function matchPayment(file: MatchedFile, payment: PresentedPayment): Match {
  const { offerId } = payment;
  if (offerId === undefined) return matchAny(file, payment);
  const named = { ...payment, fileVersion: undefined, refundTerms: undefined };
  const payableTerms = file.payableTerms.filter(({ id }) => id === offerId);
  if (payableTerms.length > 0) return matchAny({ ...file, payableTerms }, named);
  // No longer payable, however well the payment fits other terms. How it differs from those tells the client most.
  const others = matchAny(file, named);
  return others.kind === "match" ? changed(file) : others;
}

function matchAny(file: MatchedFile, payment: PresentedPayment): Match {
  if (payment.resourceUrl !== undefined && payment.resourceUrl !== fileUrl(file.id)) {
    return mismatch("resource_mismatch", "The payment names another resource than this file.");
  }
  if (payment.accepted.scheme !== "exact") {
    return mismatch("payment_refused", "This file is sold by the scheme “exact” only.");
  }
  const offers = file.payableTerms.flatMap((terms) => networksFor(terms));
  const network = offers.find(({ caip2 }) => caip2 === payment.accepted.network);
  if (!network) {
    const offered = networksFor(file.terms)
      .map(({ name, caip2 }) => `${name} (${caip2})`)
      .join(", ");
    return mismatch("wrong_network", `This file is paid for on ${offered}.`);
  }
  if (payment.accepted.asset.toLowerCase() !== network.token.address.toLowerCase()) {
    return mismatch("wrong_token", `This file is paid for in ${network.token.symbol}, ${network.token.address}.`);
  }
  return matchTerms(file, payment, network);
}

function matchTerms(file: MatchedFile, payment: PresentedPayment, network: Network): Match {
  const priced = file.payableTerms
    .filter((terms) => networksFor(terms).some(({ chainId }) => chainId === network.chainId))
    .map((terms) => ({ terms, wanted: requirementsFor(terms, network) }));
  const toPayee = priced.filter(({ wanted }) => {
    const payTo = wanted.payTo.toLowerCase();
    return payment.to === payTo && payment.accepted.payTo.toLowerCase() === payTo;
  });
  if (toPayee.length === 0) return mismatch("wrong_payee", "The payment is not to this file's seller.");
  const paid = toPayee.filter(
    ({ wanted }) => payment.value.toString() === wanted.amount && payment.accepted.amount === wanted.amount,
  );
  const [newest] = paid;
  if (!newest) {
    const amount = formatAtomic(payment.value, network.token.decimals);
    const price = displayUsd(file.terms.priceMicroUsd);
    return mismatch("wrong_amount", `The price is ${price}, the payment is for ${amount} ${network.token.symbol}.`);
  }
  // The buyer gets the version that was shown: hash and receipt are bound to it, not to its replacement at the same price.
  const shown = payment.fileVersion ?? newest.terms.version.number;
  // Likewise for the same price: then the terms with the longer download period were, or may have been, shown.
  const sold = paid.map((one) => one.terms).filter(({ version }) => version.number === shown);
  // Likewise for refunds: a later policy does not change what this buyer was told.
  const told = payment.refundTerms ?? refundTermsOf(newest.terms);
  const promised = sold.filter((one) => refundTermsOf(one) === told);
  const [terms] = (promised.length > 0 ? promised : sold).sort((one, other) => other.downloadDays - one.downloadDays);
  if (terms) return { kind: "match", terms, network };
  return changed(file);
}

function changed({ version }: MatchedFile): Match {
  const now = `Version ${version.number} is on sale now, and the payment is for an earlier offer.`;
  return mismatch("file_replaced", now);
}

function mismatch(code: ErrorCode, detail: string): Match {
  return { kind: "mismatch", code, detail: `${detail} Nothing was charged by this request.` };
}
