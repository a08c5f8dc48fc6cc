/**
 * The secret of a status link: 32 random bytes as base64url. The browser chooses it, so that a report that is sent again
 * after a lost response is the same report, and its link works.
 */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
