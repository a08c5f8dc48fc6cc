import "server-only";
import type { Locale } from "@/lib/i18n/locales";
import type { PageKind, Templates } from "@/lib/legal/schema";
import { settings } from "@/lib/settings/settings";
import { ar } from "./ar";
import { en } from "./en";
import { fr } from "./fr";

const templates: Record<Locale, Templates> = { en, fr, ar };

/**
 * A page to start from, with gaps for what only the operator knows. The gaps are in English in every language, and those
 * that the settings answer are filled in.
 */
export function templateOf(kind: PageKind, language: Locale): string {
  const { operatorName, operatorContact, keepComplaints } = settings();
  const known: [gap: string, value: string | undefined][] = [
    ["[[name of the person or company that runs this shop]]", operatorName],
    ["[[e-mail address]]", operatorContact?.replace(/^mailto:/, "")],
    ["[[days of KEEP_COMPLAINTS]]", String(keepComplaints)],
  ];
  return known.reduce(
    (text, [gap, value]) => (value === undefined ? text : text.replaceAll(gap, () => value)),
    templates[language][kind],
  );
}
