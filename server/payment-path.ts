/** Paths at which any site's script may pay, ask what was paid, or ask what it costs. */
const paymentPaths = [
  /^\/f\/[^/]+$/i,
  /^\/s\/[^/]+\/[^/]+$/i,
  /^\/api\/files\/[^/]+(?:\/(?:info|purchase|storage|markdown))?$/i,
  /^\/api\/payments\/[^/]+(?:\/receipt)?$/i,
  /^\/api\/oembed$/i,
  /^\/catalog\.(?:json|atom)$/i,
  /^\/llms\.txt$/i,
  /^\/\.well-known\/x402$/i,
  /^\/api\/storage(?:\/uploads\/[^/]+)?$/i,
  /^\/api\/devnet\/rpc$/i,
];

/**
 * True where every response has to have the cross-origin headers of payments, also Next's own: it redirects other spellings
 * of a path (308), and a script that cannot read that sees only a failed request.
 *
 * @param asked a file's PATCH and DELETE are its seller's, and not for other sites
 */
export function isForPayments({ url = "", method }: { url?: string; method?: string }): boolean {
  if (method === "PATCH" || method === "DELETE") return false;
  const [path = ""] = url.split(/[?#]/, 1);
  const plain = path.replace(/[\\/]+/g, "/").replace(/(.)\/$/, "$1");
  return paymentPaths.some((pattern) => pattern.test(plain));
}
