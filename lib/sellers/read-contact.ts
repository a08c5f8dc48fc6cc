import "server-only";
import { cleanLine, cutText, removeDirectionMarks } from "@/lib/clean-text";
import { type AppError, wrongField } from "@/lib/errors";
import { CONTACT_MAX } from "./limits";

const address = /^[^\s@:/?#&%,;<>"]+@[^\s@:/?#&%,;<>"]+\.[^\s@:/?#&%,;<>".]+$/;

/**
 * Parses a seller's contact: an e-mail address becomes `mailto:…`, an https URL stays one (its host as a browser really
 * requests it), and any other text is plain words, such as a handle, which pages do not link.
 *
 * @returns null when nothing is left of it
 * @throws AppError `invalid_input` for any other kind of URL, such as `javascript:` or `http:`
 */
export function readContact(text: string): string | null {
  const contact = removeDirectionMarks(cleanLine(text));
  if (contact === "") return null;
  if (address.test(contact)) return `mailto:${contact}`;
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\S/i.exec(contact) ?? [];
  switch (scheme?.toLowerCase()) {
    case undefined:
      return cutText(contact, (part) => part.length <= CONTACT_MAX).trimEnd();
    case "mailto":
      if (!address.test(contact.slice("mailto:".length)))
        throw wrong("Write only the e-mail address.", "contact_email");
      return `mailto:${contact.slice("mailto:".length)}`;
    case "https":
      return readUrl(contact);
    default:
      throw wrong(
        "Use an e-mail address, an address that begins with https://, or a name such as @noor.",
        "contact_kind",
      );
  }
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  // Text before an @ could be mistaken for the host.
  if (!url || url.username || url.password || !url.hostname.includes(".") || url.href.length > 2 * CONTACT_MAX) {
    throw wrong("This address cannot be used. Write it as https://example.com/you.", "contact_address");
  }
  return url.href;
}

function wrong(message: string, mistake: "contact_email" | "contact_kind" | "contact_address"): AppError {
  return wrongField("invalid_input", "contact", message, mistake);
}
