// Headers that keep a page to itself. Those of the bytes that people bought are stricter and set where they are sent.

/** Sent with every answer. */
export const staticHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "no-referrer" },
  // Wallets that open a window of their own have to find their way back.
  { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), hid=(), serial=(), browsing-topics=()",
  },
];

const walletConnect = {
  connect: [
    "https://*.walletconnect.org",
    "wss://*.walletconnect.org",
    "https://*.walletconnect.com",
    "wss://*.walletconnect.com",
  ],
  frame: ["https://verify.walletconnect.org", "https://verify.walletconnect.com"],
};

/**
 * The Content-Security-Policy of a page.
 *
 * @param {{ scripts: string[], walletConnect?: boolean, https?: boolean, downloadOrigin?: string }} options
 *   `scripts`: sources beyond our own files
 */
function policy({ scripts, walletConnect: withWalletConnect = false, https = false, downloadOrigin }) {
  // What was bought can be opened on the page: pictures, sound, film, text and PDF, never as a document.
  const downloads = downloadOrigin ? [downloadOrigin] : [];
  const rules = {
    "default-src": ["'self'"],
    "script-src": ["'self'", ...scripts],
    // React writes style attributes; there is no nonce for those.
    "style-src": ["'self'", "'unsafe-inline'"],
    // Wallets announce their pictures as data.
    "img-src": ["'self'", "data:", "blob:", ...downloads],
    "font-src": ["'self'"],
    "media-src": ["'self'", "blob:", ...downloads],
    "connect-src": ["'self'", ...downloads, ...(withWalletConnect ? walletConnect.connect : [])],
    "frame-src": withWalletConnect ? walletConnect.frame : ["'none'"],
    "worker-src": ["'self'"],
    "manifest-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    ...(https ? { "upgrade-insecure-requests": [] } : {}),
  };
  return Object.entries(rules)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}

/**
 * For pages of the production server: only scripts that carry this answer's nonce run.
 *
 * @param {{ nonce: string, walletConnect: boolean, https: boolean, downloadOrigin?: string }} options
 */
export function pagePolicy({ nonce, walletConnect: withWalletConnect, https, downloadOrigin }) {
  return policy({ scripts: [`'nonce-${nonce}'`], walletConnect: withWalletConnect, https, downloadOrigin });
}

/**
 * For whatever else Next serves, and for `next dev`, where there is no nonce.
 *
 * @param {boolean} development React's development build evaluates code to rebuild call stacks
 */
export function baselinePolicy(development) {
  return policy({ scripts: ["'unsafe-inline'", ...(development ? ["'unsafe-eval'"] : [])], walletConnect: true });
}

/**
 * For the worker that reads PDFs, which has its own: it runs our files and the decoders that the page hands it, and may
 * fetch nothing.
 */
export const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
