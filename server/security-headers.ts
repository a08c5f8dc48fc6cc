import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { developmentPolicy, framingOf, type PolicyOptions, pagePolicy, workerPolicy } from "./content-policy";

/** Headers that isolate a page. Those of purchased bytes are stricter and set where the bytes are sent. */
const staticHeaders = Object.entries({
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  // Wallets that open their own window need access to the opener.
  "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
  "Permissions-Policy":
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), hid=(), serial=(), browsing-topics=()",
});

/** Sets the headers of every response. @param options `https`: the public origin is https, and browsers are to stay with it */
export function setStaticHeaders(res: ServerResponse, { https }: { https: boolean }): void {
  if (https) res.setHeader("Strict-Transport-Security", "max-age=31536000");
  for (const [name, value] of staticHeaders) res.setHeader(name, value);
}

export type HeaderOptions = PolicyOptions & {
  /** In development pages have no nonce. */
  dev: boolean;
};

/**
 * @returns a function that sets the headers of one response. A page's policy is also put into the request, where Next
 *   finds the nonce for its own scripts
 */
export function securityHeaders(options: HeaderOptions): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    delete req.headers["content-security-policy"];
    delete req.headers["content-security-policy-report-only"];
    const framing = framingOf(req.url ?? "");
    const nonce = () => randomBytes(16).toString("base64");
    const policy = options.dev ? developmentPolicy(framing) : pagePolicy(nonce(), options, framing);
    // Whatever the request accepts, the response may be a page. Data for a page that is open already belongs to its nonce.
    if (!options.dev && req.headers.rsc === undefined) req.headers["content-security-policy"] = policy;
    setStaticHeaders(res, options);
    if (framing === "framed-by-ours") res.setHeader("X-Frame-Options", "SAMEORIGIN");
    res.setHeader("Content-Security-Policy", isWorkerScript(req.url ?? "") ? workerPolicy : policy);
  };
}

/** The only `.mjs` of a build. */
function isWorkerScript(url: string): boolean {
  return url.startsWith("/_next/static/media/") && /^[^?#]*\.mjs(?:[?#]|$)/.test(url);
}
