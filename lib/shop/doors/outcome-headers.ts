import "server-only";
import { encodePaymentResponseHeader } from "@x402/core/http";
import { DAY, systemClock } from "@/lib/clock";
import { claimCookies, recoveryUrl } from "@/lib/entitlements/claim-token";
import { AppError } from "@/lib/errors";
import { TRANSACTION_REVERTED } from "@/lib/payments/reasons";
import { type PaymentRow, paymentState } from "@/lib/payments/rows";
import { expiryOf, retryAfter } from "@/lib/payments/status";
import { purchaseUrl } from "@/lib/products/files/file-url";
import { settleResponse } from "@/lib/protocols/x402/settle-response";
import { challengeV1 } from "@/lib/protocols/x402/version-1";
import { statusUrl } from "@/lib/shop/doors/payment-status";
import type { Granted, NotSold, Outcome } from "@/lib/shop/purchase/outcome";
import type { Dialect } from "@/lib/shop/purchase/request";
import { CLAIM_TOKEN_HEADER, PAYMENT_ID_HEADER, type PendingPayment } from "@/lib/shop/schema";
import { shop } from "@/lib/shop/shop";
import { inDialect } from "./in-dialect";

const PAYMENT_REQUIRED = "PAYMENT-REQUIRED";
const PAYMENT_RESPONSE = "PAYMENT-RESPONSE";
/** Seconds, if nothing better is known. */
const RETRY_AFTER = 10;
/** A claim token of a payment in progress is kept this long: far beyond any reconciliation (ms). */
const PENDING_COOKIE_TTL = 30 * DAY;

/** For programs, in the body of a 402: the default clients reject unknown tokens and more than one dollar. */
const hint =
  "Pay with any x402 client, scheme exact; those of version 2 read the header PAYMENT-REQUIRED. Default clients cap a payment at $1 and know few tokens: raise it with " +
  'client.setSpendControls({ maxAmountPerPayment: "$25" }) or allow the asset in accepts[].';

/**
 * The error that stands for an outcome without bytes: status, problem document and headers.
 *
 * 402 carries the challenge in `PAYMENT-REQUIRED`, and in the body as x402 version 1 has it, where a network has a name there; else again as in the header. 409 and 503 never carry one: money may be
 * moving.
 */
export function outcomeError(outcome: Exclude<Outcome, Granted> | NotSold): AppError {
  switch (outcome.kind) {
    case "payment-required":
      return challengeError("payment_required", outcome);
    case "payment-rejected":
      return challengeError(outcome.code, outcome, outcome.detail, outcome.members);
    case "payment-known":
      return new AppError(outcome.code, {
        detail: outcome.detail,
        members: {
          ...(outcome.paymentId ? { paymentId: outcome.paymentId, statusUrl: statusUrl(outcome.paymentId) } : {}),
          ...(outcome.extensions ? { extensions: outcome.extensions } : {}),
        },
        headers: outcome.paymentId ? { [PAYMENT_ID_HEADER]: outcome.paymentId } : {},
      });
    case "settlement-unknown":
      return pendingError(outcome);
    case "unavailable":
      return new AppError(outcome.code, {
        detail: outcome.detail,
        members: outcome.extensions ? { extensions: outcome.extensions } : {},
        headers: { "Retry-After": String(outcome.retryAfter ?? RETRY_AFTER) },
      });
    case "refund-due":
      return refundDueError(outcome);
    case "refused":
      return new AppError(outcome.code, {
        detail: outcome.detail,
        members: outcome.extensions ? { extensions: outcome.extensions } : {},
      });
  }
}

type Challenged = Extract<Outcome | NotSold, { challenge: unknown }>;
type Challenge = Challenged["challenge"];

function challengeError(
  code: "payment_required" | Extract<Outcome, { kind: "payment-rejected" }>["code"],
  outcome: Challenged,
  detail?: string,
  members?: Record<string, unknown>,
): AppError {
  const { challenge } = outcome;
  // Storage is not paid for by version 1, whose payments name no offer (rule 11a).
  const version1 = "file" in outcome ? challengeV1(challenge) : null;
  return new AppError(code, {
    detail,
    members: { ...challenge, ...version1, ...members, hint },
    headers: { [PAYMENT_REQUIRED]: encodeChallenge(challenge), ...("file" in outcome ? linkOf(outcome.file) : {}) },
  });
}

/** RFC 8288; `payment` is "a resource where payment is accepted" (IANA's link relations). */
function linkOf({ id }: { id: string }): Record<string, string> {
  return { Link: `<${purchaseUrl(id)}>; rel="payment"; type="application/json"` };
}

/** The same text as from x402's own function, which builds an array of single characters for every challenge. */
function encodeChallenge(challenge: Challenge): string {
  return Buffer.from(JSON.stringify(challenge)).toString("base64");
}

function pendingError({ payment, claimToken, settlement }: Extract<Outcome, { kind: "settlement-unknown" }>): AppError {
  const members: PendingPayment = {
    paymentId: payment.id,
    statusUrl: statusUrl(payment.id),
    ...(claimToken ? { claimToken, recoveryUrl: recoveryUrl(claimToken) } : {}),
  };
  return new AppError("settlement_unknown", {
    detail: pendingDetail(payment),
    members,
    headers: {
      "Retry-After": String(retryAfter(shop, payment, systemClock.now())),
      [PAYMENT_ID_HEADER]: payment.id,
      ...(claimToken ? { [CLAIM_TOKEN_HEADER]: claimToken } : {}),
      ...(settlement ? { [PAYMENT_RESPONSE]: encodePaymentResponseHeader(settlement) } : {}),
    },
  });
}

/** Rule 1: it is settled, so that the error names the settlement. */
function refundDueError({ code, payment, claimToken }: Extract<Outcome, { kind: "refund-due" }>): AppError {
  const { transaction } = payment;
  return new AppError(code, {
    detail:
      "Your payment went to the seller, who owes you the money back. If the decision is lifted, the recovery link opens the file.",
    members: {
      paymentId: payment.id,
      statusUrl: statusUrl(payment.id),
      claimToken,
      recoveryUrl: recoveryUrl(claimToken),
    },
    headers: {
      [PAYMENT_ID_HEADER]: payment.id,
      [CLAIM_TOKEN_HEADER]: claimToken,
      ...(transaction ? { [PAYMENT_RESPONSE]: encodePaymentResponseHeader(settleResponse(payment, transaction)) } : {}),
    },
  });
}

function pendingDetail(payment: PaymentRow): string {
  if (payment.reason !== TRANSACTION_REVERTED) {
    return "Ask the status, or come back with the claim token: it opens the file once the payment is confirmed.";
  }
  return `The network has refused the transfer. If it is still unpaid at ${expiryOf(shop, payment).toISOString()}, the payment has failed and you can pay again. Until then, sign nothing.`;
}

/**
 * Headers of a response that gives access.
 *
 * @param paymentShown true when the request carried a payment: the response names the settlement that gave access
 * @param dialect of that payment
 */
export function grantedHeaders(granted: Granted, paymentShown: boolean, dialect?: Dialect): Record<string, string> {
  const { payment, claimToken } = granted;
  const headers: Record<string, string> = {};
  if (payment && paymentState(payment) === "settled" && payment.transaction && (paymentShown || claimToken)) {
    headers[PAYMENT_RESPONSE] = encodePaymentResponseHeader(settleResponse(payment, payment.transaction));
    headers[PAYMENT_ID_HEADER] = payment.id;
  }
  if (claimToken) headers[CLAIM_TOKEN_HEADER] = claimToken;
  return inDialect(headers, dialect);
}

/** `Set-Cookie` values that keep this browser's access: for a new grant, and for a payment still in progress. */
export async function outcomeCookies(fileId: string, outcome: Outcome, now: Date): Promise<string[]> {
  if (outcome.kind === "granted" && outcome.claimToken && outcome.grant) {
    return claimCookies(fileId, outcome.claimToken, outcome.grant.until, now);
  }
  if (outcome.kind === "refund-due") {
    return claimCookies(fileId, outcome.claimToken, new Date(now.getTime() + PENDING_COOKIE_TTL), now);
  }
  if (outcome.kind === "settlement-unknown" && outcome.claimToken) {
    return claimCookies(fileId, outcome.claimToken, new Date(now.getTime() + PENDING_COOKIE_TTL), now);
  }
  return [];
}
