import "server-only";

/** The value of one cookie in a `Cookie` header, exactly as sent, or null. The first one wins when there are several. */
export function readCookie(cookieHeader: string | null | undefined, name: string): string | null {
  for (const pair of (cookieHeader ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}
