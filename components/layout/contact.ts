/** A link to write to the operator: mail where it is an address, the page itself where it is a URL, else nothing. */
export function contactHref(contact: string | undefined, subject: string, body: string): string | undefined {
  if (!contact) return undefined;
  if (/^https?:\/\//.test(contact)) return contact;
  const address = contact.replace(/^mailto:/, "");
  if (!/^[^\s@?&]+@[^\s@?&]+$/.test(address)) return undefined;
  return `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}
