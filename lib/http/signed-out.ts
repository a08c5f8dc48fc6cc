import "server-only";

/**
 * The response to signing out. Of the site's data only copies of pages are deleted: cookies and storage also hold recovery
 * links and signed payments of this browser, which belong to no session (rules 3 and 4).
 *
 * @param cookies `Set-Cookie` values that delete the session's cookie
 */
export function signedOut(cookies: string[]): Response {
  const headers = new Headers({ "Clear-Site-Data": '"cache"' });
  for (const cookie of cookies) headers.append("Set-Cookie", cookie);
  return new Response(null, { status: 204, headers });
}
