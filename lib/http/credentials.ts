import "server-only";
import { type RequestHeaders, readHeader } from "./headers";

/** Headers of a payment, a claim or a proof: browsers never send them by themselves. */
const shown = ["claim-token", "payment-signature", "x-payment", "sign-in-with-x"];
/** Headers that pay, sign in or open a file. A client also sends them to the target of a redirect. */
const carriedAlong = ["authorization", ...shown];

/** Headers that may open a file, pay for it or identify the client. */
export const credentialHeaders: readonly string[] = ["cookie", ...carriedAlong];

/** True when the request shows a payment, a claim or a proof: then it is a client's, whatever it accepts or calls itself. */
export function showsPayment(headers: RequestHeaders): boolean {
  return shown.some((name) => readHeader(headers, name) !== null);
}

/** True when the request carries a header that clients would also send to the target of a redirect. */
export function carriesSecret(headers: RequestHeaders): boolean {
  return carriedAlong.some((name) => readHeader(headers, name) !== null);
}
