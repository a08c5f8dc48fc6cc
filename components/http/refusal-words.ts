import type { Words } from "@/lib/i18n/words";

/** The parts of a problem document for people; see `lib/http/problem.ts`. */
type Refusal = { code: string; title: string; detail?: string };

/**
 * An error in the reader's language, by its stable code. In English the server's detail follows, if there is one; an
 * unknown code is shown in the server's words.
 */
export function refusalWords(t: Words<"errors">, { code, title, detail }: Refusal): { title: string; detail?: string } {
  if (!t.has(code)) return { title, detail };
  return { title: t(code), detail: t.locale === "en" ? detail : undefined };
}
