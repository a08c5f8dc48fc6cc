/** A link to contact the operator: mail for an address, the page itself for a URL, else nothing. */
export function contactHref(contact: string | undefined, subject: string, body: string): string | undefined {
  if (!contact) return undefined;
  if (/^https?:\/\//.test(contact)) return contact;
  const address = contact.replace(/^mailto:/, "");
  if (!/^[^\s@?&]+@[^\s@?&]+$/.test(address)) return undefined;
  return `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}
