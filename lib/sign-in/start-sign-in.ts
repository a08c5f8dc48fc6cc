import "server-only";
import { settings } from "@/lib/settings/settings";
import { SIGN_IN_STATEMENTS, SIGN_IN_TTL, type SignInNonce, type SignInPurpose } from "./schema";
import { issueNonce } from "./single-use-nonce";

/** What a wallet's message has to contain: `POST /api/sign-in/nonce`, `POST /api/purchases/sign-in/nonce`. */
export function startSignIn(now: Date, purpose: SignInPurpose): SignInNonce {
  const { appUrl } = settings();
  return {
    domain: new URL(appUrl).host,
    uri: appUrl,
    version: "1",
    statement: SIGN_IN_STATEMENTS[purpose],
    nonce: issueNonce(purpose, now),
    issuedAt: now.toISOString(),
    expirationTime: new Date(now.getTime() + SIGN_IN_TTL).toISOString(),
  };
}
