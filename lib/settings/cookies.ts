import "server-only";
import { settings } from "./settings";

/**
 * Names and attributes of cookies. On https the names have the prefixes of RFC 6265bis, by which a browser takes such a cookie
 * only from this host and only over TLS: a sibling subdomain cannot plant one. Browsers refuse the prefixes on http://localhost.
 */

/** The name of a cookie of the whole site, with `Path=/`. */
export function hostCookie(name: string): string {
  return isHttps() ? `__Host-${name}` : name;
}

/** The name of a cookie with a narrower path, which `__Host-` does not allow. */
export function pathCookie(name: string): string {
  return isHttps() ? `__Secure-${name}` : name;
}

/** The end of a `Set-Cookie` value: cookies of a site with TLS are never sent over plain HTTP. */
export function secureAttribute(): string {
  return isHttps() ? "; Secure" : "";
}

function isHttps(): boolean {
  return settings().appUrl.startsWith("https:");
}
