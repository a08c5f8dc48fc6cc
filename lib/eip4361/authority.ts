/** Hosts as texts name them: the authority of a URI (RFC 3986, section 3.2). Pure; also for browsers. */

const unreservedOrSubDelims = "A-Za-z0-9\\-._~!$&'()*+,;=";
/** A registered name or an IPv4 address. Unicode has no place in either: browsers send `xn--…`. */
const registeredName = `(?:[${unreservedOrSubDelims}]|%[0-9A-Fa-f]{2})+`;
const authority = new RegExp(`^(?:${registeredName}|\\[[0-9A-Fa-f:.]+\\])(?::\\d{0,5})?$`);
/** The longest name of DNS with a port, with room to spare. */
const AUTHORITY_MAX = 300;

/**
 * True for a host with or without a port: a name of any top-level domain, a single label, an IPv4 address or an IPv6
 * address in brackets. False for one with userinfo: in `shop.example@evil.example` people read the wrong name.
 */
export function isAuthority(text: string): boolean {
  return text.length <= AUTHORITY_MAX && authority.test(text) && URL.canParse(`https://${text}`);
}

/** True when an authority, in any spelling, is that of a URL: case and a default port make no difference. */
export function isAuthorityOf(text: string, { protocol, host }: URL): boolean {
  return isAuthority(text) && new URL(`${protocol}//${text}`).host === host;
}

const pchar = `(?:[${unreservedOrSubDelims}:@]|%[0-9A-Fa-f]{2})`;
const hierPart = `(?://[^/?#\\s]*(?:/${pchar}*)*|/(?:${pchar}+(?:/${pchar}*)*)?|${pchar}+(?:/${pchar}*)*|)`;
const uri = new RegExp(`^[A-Za-z][A-Za-z0-9+\\-.]*:${hierPart}(?:\\?(?:${pchar}|[/?])*)?(?:#(?:${pchar}|[/?])*)?$`);

/** True for a URI by the grammar of RFC 3986. An authority in it is checked as above, unless it is empty (`file:///x`). */
export function isUri(text: string): boolean {
  if (!uri.test(text)) return false;
  const [, named = ""] = /^[^:]+:\/\/([^/?#]*)/.exec(text) ?? [];
  return named === "" || isAuthority(named);
}

const pchars = new RegExp(`^${pchar}*$`);

/** True for `*pchar` of RFC 3986, such as a segment of a path. */
export function isPchars(text: string): boolean {
  return pchars.test(text);
}
