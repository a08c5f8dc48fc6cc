import "server-only";
import type { ErrorCode } from "@/lib/errors";
import type { Authorization, PaymentTerms } from "@/lib/payments/ports";
import { SCHEME } from "@/lib/protocols/x402/requirements";
import { isSigned, type Presented } from "./read-payment";

export type Mismatch = { kind: "mismatch"; code: ErrorCode; detail: string };
type Matched<Asked> = { kind: "match"; paid: Asked[]; authorization: Authorization } | Mismatch;

/** What is sold, in the words of an error: “This file is paid for on Base.” */
type SaleWords = {
  /** “file” */
  thing: string;
  /** “this file's seller” */
  payee: string;
  /** “The price is $0.50” */
  price: string;
  /** Where it can be paid: “Base (eip155:8453)”. */
  networks: string;
};

/**
 * Those ways that a presented payment pays, in their order. Both what the client says (`accepted`, as far as its dialect does) and
 * what the payer signed must match our own terms: scheme, network, token, payee and amount.
 */
export function matchWays<Asked extends { way: PaymentTerms }>(
  asked: readonly Asked[],
  payment: Presented,
  words: SaleWords,
): Matched<Asked> {
  const { accepted, method } = payment;
  const { thing } = words;
  if (accepted.scheme !== SCHEME) {
    return mismatch("payment_refused", `This ${thing} is sold by the scheme “${SCHEME}” only.`);
  }
  const here = asked.filter(({ way }) => way.network === accepted.network && way.method === method.name);
  if (here.length === 0 || !isSigned(payment)) {
    return mismatch("wrong_network", `This ${thing} is paid for on ${words.networks}.`);
  }
  const { asset, payTo, amount } = accepted;
  const priced = here.filter(({ way }) => asset === null || method.canonical(way.asset) === method.canonical(asset));
  if (priced.length === 0) {
    const tokens = new Set(here.map(({ way }) => `${way.symbol}, ${way.asset}`));
    return mismatch("wrong_token", `This ${thing} is paid for in ${[...tokens].join(", or ")}.`);
  }
  const { authorization } = payment;
  const toPayee = priced.filter(({ way }) => {
    const payee = method.canonical(way.payee);
    return authorization.payee === payee && (payTo === null || method.canonical(payTo) === payee);
  });
  if (toPayee.length === 0) return mismatch("wrong_payee", `The payment is not to ${words.payee}.`);
  const paid = toPayee.filter(
    ({ way }) => authorization.amount === way.amount && (amount === null || amount === way.amount.toString()),
  );
  if (paid.length > 0) return { kind: "match", paid, authorization };
  return mismatch("wrong_amount", `${words.price}, the payment is for ${method.displayAmount(authorization)}.`);
}

/** Where something can be paid, for an error. */
export function networksIn(ways: readonly PaymentTerms[]): string {
  return ways.map(({ networkName, network }) => `${networkName} (${network})`).join(", ");
}

export function mismatch(code: ErrorCode, detail: string): Mismatch {
  return { kind: "mismatch", code, detail: `${detail} Nothing was charged by this request.` };
}
