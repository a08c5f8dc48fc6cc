/** URLs: this server's own, and those of services that it calls. Pure. */

import { isAuthority } from "@/lib/eip4361/authority";
import { splitList, text } from "./text";

export function readUrl(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) throw new Error("has to be a URL with https:// or http://.");
  return url;
}

/** True for localhost and the loopback addresses, but not for names that merely look like them. */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname;
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** True for hosts of a private network, where plain HTTP does not cross the internet. */
function isPrivate(url: URL): boolean {
  return isLoopback(url.href) || isPrivateHost(url.hostname);
}

/** The same for the host of any URL; IPv6 addresses are in brackets. */
export function isPrivateHost(host: string): boolean {
  return (
    (!host.includes(".") && !host.startsWith("[")) ||
    host === "[::1]" ||
    /\.(internal|local|lan)$/.test(host) ||
    /^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)[\d.]+$/.test(host) ||
    /^\[f[cd]/.test(host)
  );
}

/**
 * A service that this server, or a visitor's wallet, calls. Plain HTTP only inside a private network: otherwise
 * responses could be forged.
 */
export function readServiceUrl(value: string): string {
  const url = readUrl(value);
  if (url.protocol === "http:" && !isPrivate(url)) {
    throw new Error("uses plain http:// across the internet, where answers can be forged. Use https://.");
  }
  return url.href.replace(/\/$/, "");
}

/** An origin that people open. */
function readOrigin(value: string): string {
  const url = readUrl(value);
  if (url.protocol === "http:" && !isLoopback(value)) {
    throw new Error("uses plain http:// off localhost. Wallets and sign-in need https://.");
  }
  // An origin and nothing else: a path would be ignored in links, a user name would leak into them.
  if (url.href !== `${url.origin}/`) {
    throw new Error(`has to be an origin without a path, such as ${url.origin}.`);
  }
  // Browsers take a few characters more than RFC 3986, and no wallet could show a sign-in to such a host (EIP-4361).
  if (!isAuthority(url.host)) throw new Error(`has a host that is not allowed in a URL: ${url.host}.`);
  return url.origin;
}

/** A URI for a `Contact` line (RFC 9116, section 2.5.3): `mailto:…` or `https://…`; null for any other text. */
export function contactUri(value: string): string | null {
  const address = value.replace(/^mailto:/, "");
  if (/^[^\s@?&<>"]+@[^\s@?&<>"]+$/.test(address)) return `mailto:${address}`;
  return URL.canParse(value) && new URL(value).protocol === "https:" ? new URL(value).href : null;
}

function readSecurityContact(value: string): string {
  const uri = contactUri(value);
  if (uri === null) throw new Error("has to be an e-mail address or a URL with https://.");
  return uri;
}

export const securityContact = text(readSecurityContact);
export const origin = text(readOrigin);
export const webAddress = text((value) => readUrl(value).href);
export const serviceUrl = text(readServiceUrl);
export const serviceUrls = text((value) => splitList(value).map(readServiceUrl));
