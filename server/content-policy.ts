/** Content-Security-Policies: what a response may load and run in a browser. */

const walletConnectHosts = {
  connect: [
    "https://*.walletconnect.org",
    "wss://*.walletconnect.org",
    "https://*.walletconnect.com",
    "wss://*.walletconnect.com",
  ],
  frame: ["https://verify.walletconnect.org", "https://verify.walletconnect.com"],
};

export type PolicyOptions = {
  /** Wallets may be reached through WalletConnect. */
  walletConnect: boolean;
  /** The public origin is https. */
  https: boolean;
  /** Where downloads have their own origin. */
  downloadOrigin?: string;
};

/** Which of our own pages may be inside others of them: none, apart from the seller's form with the buyer's page beside it. */
type Framing = "none" | "frames-ours" | "framed-by-ours";

/**
 * Of a page, by its path. A page that is inside another one shows what its seller has typed and not saved: to that seller only, and
 * nothing in it can pay or be changed.
 */
export function framingOf(url: string): Framing {
  const [path = ""] = url.split(/[?#]/, 1);
  if (/^\/f\/[\w-]+\/preview$/.test(path)) return "framed-by-ours";
  return /^\/dashboard(?:\/|$)/.test(path) ? "frames-ours" : "none";
}

/** For every response of a build that sets none of its own: only scripts with this response's nonce run. */
export function pagePolicy(nonce: string, options: PolicyOptions, framing: Framing = "none"): string {
  return policy([`'nonce-${nonce}'`], options, framing);
}

/** For development, whose pages have no nonce, and where React evaluates code to rebuild call stacks. */
export function developmentPolicy(framing: Framing = "none"): string {
  return policy(["'unsafe-inline'", "'unsafe-eval'"], { walletConnect: true, https: false }, framing);
}

/**
 * For the worker that reads PDFs, which has its own: it runs our files and the decoders that the page passes to it, and
 * has no network.
 */
export const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

/** For responses that are not a page, such as problem documents. */
export const sandboxPolicy = "sandbox; default-src 'none'";

/** @param scripts sources besides our own files */
function policy(scripts: string[], options: PolicyOptions, framing: Framing): string {
  const { walletConnect, https, downloadOrigin } = options;
  // Purchases can be opened on the page: pictures, sound, film, text and PDF, never as a document.
  const downloads = downloadOrigin ? [downloadOrigin] : [];
  const frames = [...(framing === "frames-ours" ? ["'self'"] : []), ...(walletConnect ? walletConnectHosts.frame : [])];
  const rules = {
    "default-src": ["'self'"],
    "script-src": ["'self'", ...scripts],
    // React writes style attributes; there is no nonce for those.
    "style-src": ["'self'", "'unsafe-inline'"],
    // Wallets announce their icons as data URIs.
    "img-src": ["'self'", "data:", "blob:", ...downloads],
    "font-src": ["'self'"],
    "media-src": ["'self'", "blob:", ...downloads],
    "connect-src": ["'self'", ...downloads, ...(walletConnect ? walletConnectHosts.connect : [])],
    "frame-src": frames.length > 0 ? frames : ["'none'"],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": [framing === "framed-by-ours" ? "'self'" : "'none'"],
    ...(https ? { "upgrade-insecure-requests": [] } : {}),
  };
  return Object.entries(rules)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}
