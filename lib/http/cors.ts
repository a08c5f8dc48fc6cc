import "server-only";

/**
 * Cross-origin headers of the payment routes (the file, its info, purchase, payments): any site's script may pay, and no
 * cookie counts. `Access-Control-Allow-Credentials` is never sent. Other routes send no cross-origin header at all.
 */

/** Request headers that a cross-origin client may send. @x402/fetch sends the last but one as a request header. */
const allowedRequestHeaders =
  "PAYMENT-SIGNATURE, X-PAYMENT, SIGN-IN-WITH-X, Claim-Token, Withdrawal-Waiver, Idempotency-Key, Upload-Token, Content-Type, Range, If-Range, If-Match, " +
  "If-None-Match, If-Unmodified-Since, " +
  "Access-Control-Expose-Headers";

/** Response headers that a cross-origin client may read. */
const exposedResponseHeaders =
  "PAYMENT-REQUIRED, PAYMENT-RESPONSE, X-PAYMENT-RESPONSE, Payment-Id, Claim-Token, Content-Range, Accept-Ranges, ETag, Retry-After, " +
  "Content-Disposition, Location, Link";

/** For every response of a payment route, errors included. */
export const paymentCorsHeaders: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": exposedResponseHeaders,
};

/**
 * For the response to `OPTIONS` on a payment route (status 204).
 *
 * @param methods the verbs the route answers, `OPTIONS` included
 */
export function paymentPreflightHeaders(methods: readonly string[]): Record<string, string> {
  return {
    ...paymentCorsHeaders,
    "Access-Control-Allow-Methods": methods.join(", "),
    "Access-Control-Allow-Headers": allowedRequestHeaders,
    "Access-Control-Max-Age": "600",
  };
}
