import type { Words } from "@/lib/i18n/words";

/** What a problem document says for people; see `lib/http/problem.ts`. */
type Refusal = { code: string; title: string; detail?: string };

/**
 * A refusal in the reader's language, by its stable code. In English the server's own sentence follows where it has more to
 * say; a code that this page does not know yet is shown in the server's words.
 */
export function refusalWords(t: Words<"errors">, { code, title, detail }: Refusal): { title: string; detail?: string } {
  if (!t.has(code)) return { title, detail };
  return { title: t(code), detail: t.locale === "en" ? detail : undefined };
}
