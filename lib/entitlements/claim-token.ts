import "server-only";
import { readCookie } from "@/lib/cookies";
import { AppError } from "@/lib/errors";
import { isUnguessable, newSecret } from "@/lib/ids";
import { readLinkPath } from "@/lib/links/follow-link";
import { log } from "@/lib/log";
import { pathCookie, secureAttribute } from "@/lib/settings/cookies";
import { settings } from "@/lib/settings/settings";

/**
 * The claim token: the unguessable secret of a grant. It travels in the `Claim-Token` header, in an HttpOnly cookie
 * scoped to the file, or in a `#fragment`; never in a URL that servers log. The database has its hash.
 */

const COOKIE = "fk_claim";
/** How long a cookie is kept when access has no end (seconds): browsers cap it at 400 days. */
const FOR_GOOD = 400 * 24 * 3_600;
/** 32 random bytes as base64url: 256 bits, far above the 128 that rule 10 requires. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** The token when it has the right shape, else null. */
export function asClaimToken(text: string | null | undefined): string | null {
  return text && tokenPattern.test(text) ? text : null;
}

/**
 * The token for a payment that is about to be reserved. A client may choose it (43 characters of base64url, from 32
 * random bytes) and send it with its payment: after a lost response it still has access to what it paid for.
 */
export function chooseClaimToken(fromClient: string | null): string {
  return fromClient ?? newSecret();
}

/**
 * Refuses a chosen token that a stranger could guess, before it opens anything. One that opens something already is not
 * judged: releases up to 0.2.0 took any.
 *
 * @throws AppError `malformed_request`
 */
export function requireUnguessable(claimToken: string): void {
  if (isUnguessable(claimToken)) return;
  throw new AppError("malformed_request", {
    detail: "The Claim-Token can be guessed. Make it of 32 random bytes, as base64url. Nothing was charged.",
  });
}

/**
 * The file's claim token among the request's cookies. The cookie's path scopes it to one file. On https the name without the
 * prefix counts after the other: release 0.2.0 set it, and browsers keep it for as long as the buyer may download.
 */
export function claimTokenFromCookies(cookieHeader: string | null | undefined): string | null {
  return asClaimToken(readCookie(cookieHeader, pathCookie(COOKIE))) ?? asClaimToken(readCookie(cookieHeader, COOKIE));
}

/**
 * `Set-Cookie` values that keep a claim token in the browser until a date: one for the file's page, one for the page at its readable
 * link as it is now, if it has one, and one for its API, so that a buyer of many files never sends them all at once. Never
 * throws: the file may just have been paid for.
 */
export async function claimCookies(
  fileId: string,
  claimToken: string,
  until: Date | null,
  now: Date,
): Promise<string[]> {
  const seconds = until === null ? FOR_GOOD : Math.floor((until.getTime() - now.getTime()) / 1_000);
  const maxAge = Math.max(0, seconds);
  const link = await readLinkPath(fileId).catch((err: unknown) => {
    log.error({ err, fileId }, "a readable link could not be read; its page gets no cookie");
    return null;
  });
  return [`/f/${fileId}`, ...(link === null ? [] : [link]), `/api/files/${fileId}`].map(
    (path) =>
      `${pathCookie(COOKIE)}=${claimToken}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secureAttribute()}`,
  );
}

/** `/r#token`: a fragment never reaches a server; the page exchanges it by POST. */
export function recoveryUrl(claimToken: string): string {
  return `${settings().appUrl}/r#${claimToken}`;
}
