/**
 * Answers that another program gave in place of this server: a proxy, a firewall, or a network that wants people to sign
 * in. Pages and commands name them as what they are, since a connection is not the trouble then.
 */
const byStatus: Record<number, ForeignAnswer> = {
  401: "proxy_sign_in",
  403: "proxy_refused",
  405: "proxy_refused",
  406: "proxy_refused",
  407: "proxy_sign_in",
  408: "proxy_slow",
  413: "proxy_too_large",
  414: "proxy_headers",
  415: "proxy_refused",
  421: "proxy_refused",
  425: "proxy_down",
  429: "proxy_too_many",
  431: "proxy_headers",
  451: "proxy_refused",
  // nginx: the headers are too large.
  494: "proxy_headers",
  500: "proxy_down",
  502: "proxy_down",
  503: "proxy_down",
  504: "proxy_slow",
  // RFC 6585, section 6.
  511: "network_sign_in",
  // Cloudflare's own.
  520: "proxy_down",
  521: "proxy_down",
  522: "proxy_slow",
  523: "proxy_down",
  524: "proxy_slow",
  530: "proxy_down",
};

/** What somebody between the client and this server answered. The code of its words, like the codes of `errorTable`. */
export type ForeignAnswer =
  | "proxy_too_large"
  | "proxy_headers"
  | "proxy_too_many"
  | "proxy_down"
  | "proxy_slow"
  | "proxy_refused"
  | "proxy_sign_in"
  | "proxy_changed"
  | "proxy_other"
  | "network_sign_in";

/**
 * What an answer means that is not this server's. The caller knows that it is not: by a body that is no problem document
 * or by a type that this server never sends.
 *
 * @param status HTTP
 */
export function foreignAnswer(status: number): ForeignAnswer {
  // A page where JSON or bytes were asked for: the network's own.
  if (status >= 200 && status < 400) return "network_sign_in";
  return byStatus[status] ?? (status >= 500 ? "proxy_down" : "proxy_other");
}

/** True for what passes by itself: the same request may be sent again after a while. */
export function isForeignPassing(code: string): boolean {
  return code === "proxy_too_many" || code === "proxy_down" || code === "proxy_slow";
}

/**
 * How long the sender of an answer wants to be left alone, in seconds: `Retry-After` (RFC 9110, section 10.2.3), as a
 * number or as a date.
 *
 * @param now ms
 * @returns undefined if it does not say
 */
export function readRetryAfter(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // "-1" would be a date, too.
  const date = text.endsWith("GMT") ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1_000));
}
