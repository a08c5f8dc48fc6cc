import { areCookiesBlocked } from "@/components/http/cookies";

/**
 * Claim tokens that this page knows, by file. Where all cookies are blocked, a purchase can be downloaded for as long as the page
 * is open, by sending its token. Nowhere else: there the browser's own cookies tell what it has.
 */
const claims = new Map<string, string>();

/** Keeps a claim token for as long as the page is open, if the browser keeps no cookie. */
export function keepOnPage(fileId: string, claimToken: string): void {
  if (areCookiesBlocked()) claims.set(fileId, claimToken);
}

/** The claim token to send with a request for a file that this browser has. */
export function claimOnPage(fileId: string): { claimToken: string } | undefined {
  const claimToken = claims.get(fileId);
  return claimToken === undefined ? undefined : { claimToken };
}
