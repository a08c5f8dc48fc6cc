import "server-only";
import { DAY } from "@/lib/clock";
import { contactUri } from "@/lib/settings/parsers/urls";
import { settings } from "@/lib/settings/settings";

/** Far enough for a client that keeps it, and less than the year that RFC 9116, section 2.5.5, recommends at most. */
const VALID_FOR = 180 * DAY;

/**
 * `/.well-known/security.txt` (RFC 9116): where flaws in this shop are reported.
 *
 * @returns null without a contact that can be written as a URI
 */
export function securityTxt(now: Date): string | null {
  const { appUrl, securityContact, operatorContact } = settings();
  const contact = securityContact ?? (operatorContact === undefined ? null : contactUri(operatorContact));
  if (contact === null) return null;
  // By the day, so that the file is the same all day.
  const expires = new Date(Math.floor((now.getTime() + VALID_FOR) / DAY) * DAY).toISOString();
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${expires.replace(/\.\d+Z$/, "Z")}`,
    `Canonical: ${appUrl}/.well-known/security.txt`,
  ];
  return `${lines.join("\n")}\n`;
}
