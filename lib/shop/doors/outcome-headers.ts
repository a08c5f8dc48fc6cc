import "server-only";
import { encodePaymentResponseHeader } from "@x402/core/http";
import { DAY, systemClock } from "@/lib/clock";
import { claimCookies, recoveryUrl } from "@/lib/entitlements/claim-token";
import { AppError } from "@/lib/errors";
import { TRANSACTION_REVERTED } from "@/lib/payments/reasons";
import { type PaymentRow, paymentState } from "@/lib/payments/rows";
import { expiryOf, retryAfter } from "@/lib/payments/status";
import { settleResponse } from "@/lib/protocols/x402/settle-response";
import { statusUrl } from "@/lib/shop/doors/payment-status";
import type { Granted, NotSold, Outcome } from "@/lib/shop/purchase/outcome";
import { CLAIM_TOKEN_HEADER, PAYMENT_ID_HEADER, type PendingPayment } from "@/lib/shop/schema";
import { shop } from "@/lib/shop/shop";

const PAYMENT_REQUIRED = "PAYMENT-REQUIRED";
const PAYMENT_RESPONSE = "PAYMENT-RESPONSE";
/** Seconds, if nothing better is known. */
const RETRY_AFTER = 10;
/** A claim token of a payment in progress is kept this long: far beyond any reconciliation (ms). */
const PENDING_COOKIE_TTL = 30 * DAY;

/** For programs, in the body of a 402: the default clients reject unknown tokens and more than one dollar. */
const hint =
  "Pay with any x402 v2 client, scheme exact. Default clients cap a payment at $1 and know few tokens: raise it with " +
  'client.setSpendControls({ maxAmountPerPayment: "$25" }) or allow the asset in accepts[].';

/**
 * The error that stands for an outcome without bytes: status, problem document and headers.
 *
 * 402 carries the challenge in `PAYMENT-REQUIRED` and again in the body. 409 and 503 never carry one: money may be
 * moving.
 */
export function outcomeError(outcome: Exclude<Outcome, Granted> | NotSold): AppError {
  switch (outcome.kind) {
    case "payment-required":
      return challengeError("payment_required", outcome.challenge);
    case "payment-rejected":
      return challengeError(outcome.code, outcome.challenge, outcome.detail, outcome.members);
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

type Challenge = Extract<Outcome, { kind: "payment-required" }>["challenge"];

function challengeError(
  code: "payment_required" | Extract<Outcome, { kind: "payment-rejected" }>["code"],
  challenge: Challenge,
  detail?: string,
  members?: Record<string, unknown>,
): AppError {
  return new AppError(code, {
    detail,
    members: { ...challenge, ...members, hint },
    headers: { [PAYMENT_REQUIRED]: encodeChallenge(challenge) },
  });
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
 */
export function grantedHeaders(granted: Granted, paymentShown: boolean): Record<string, string> {
  const { payment, claimToken } = granted;
  const headers: Record<string, string> = {};
  if (payment && paymentState(payment) === "settled" && payment.transaction && (paymentShown || claimToken)) {
    headers[PAYMENT_RESPONSE] = encodePaymentResponseHeader(settleResponse(payment, payment.transaction));
    headers[PAYMENT_ID_HEADER] = payment.id;
  }
  if (claimToken) headers[CLAIM_TOKEN_HEADER] = claimToken;
  return headers;
}

/** `Set-Cookie` values that keep this browser's access: for a new grant, and for a payment still in progress. */
export function outcomeCookies(fileId: string, outcome: Outcome, now: Date): string[] {
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
