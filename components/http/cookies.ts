/** This browser keeps no cookies of this site, and what was wanted needs one. */
export class CookiesNeeded extends Error {
  constructor() {
    super("This browser keeps no cookies of this site.");
    this.name = "CookiesNeeded";
  }
}

const PROBE = "filekiosk-probe=1; Path=/; SameSite=Lax";

/**
 * True if this browser keeps no cookies of this site. Tried, not asked: with all cookies blocked, Chromium's
 * `navigator.cookieEnabled` is true.
 */
export function areCookiesBlocked(): boolean {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API answers later, and not in every browser
    document.cookie = PROBE;
    const kept = document.cookie.includes("filekiosk-probe=1");
    // biome-ignore lint/suspicious/noDocumentCookie: as above
    document.cookie = `${PROBE}; Max-Age=0`;
    return !kept;
  } catch {
    return true;
  }
}
