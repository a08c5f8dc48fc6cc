import "server-only";
import { createHash } from "node:crypto";
import { settings } from "@/lib/settings/settings";
import { shownFiles } from "./pages";
import type { TermsInForce } from "./schema";

/**
 * The terms of this server: at `TERMS_URL`, or the operator's own page. A change to any of its languages is a change of the
 * terms. Of a text elsewhere only the URL is known, so its operator changes the URL with the text.
 *
 * @returns null when this server has none
 */
export function termsInForce(): TermsInForce | null {
  const { termsUrl, appUrl } = settings();
  if (termsUrl !== undefined) return { hash: sha256(termsUrl), url: termsUrl };
  const files = shownFiles("terms");
  if (files.length === 0) return null;
  const texts = files.map(({ language, text }) => [language, text]);
  return { hash: sha256(JSON.stringify(texts)), url: `${appUrl}/terms` };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
