/** The length of a domain name as text (RFC 1035, section 2.3.4). Without zod, so that it adds nothing to a page. */
export const DOMAIN_MAX = 253;
/** Days after which a proof is withdrawn whose record is no longer in DNS. */
export const MISSING_DAYS = 3;
