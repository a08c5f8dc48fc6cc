import "server-only";
import { settings } from "../env";
import { issueNonce } from "./nonce";
import { SIGN_IN_STATEMENT, SIGN_IN_TTL, type SignInNonce } from "./schema";

/** What a wallet's message has to say: `POST /api/sign-in/nonce`. */
export function startSignIn(now: Date): SignInNonce {
  const { appUrl } = settings();
  return {
    domain: new URL(appUrl).host,
    uri: appUrl,
    version: "1",
    statement: SIGN_IN_STATEMENT,
    nonce: issueNonce("sign-in", now),
    issuedAt: now.toISOString(),
    expirationTime: new Date(now.getTime() + SIGN_IN_TTL).toISOString(),
  };
}
