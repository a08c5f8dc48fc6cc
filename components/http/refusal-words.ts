import type { Words } from "@/lib/i18n/words";

/** The parts of a problem document for people; see `lib/http/problem.ts`. */
type Refusal = { code: string; title: string; detail?: string; status?: number };

/**
 * An error in the reader's language, by its stable code. In English the server's detail follows, if there is one; after
 * an answer of somebody else, what to do about it follows in all languages. An unknown code is shown in the server's words.
 */
export function refusalWords(
  t: Words<"errors">,
  { code, title, detail, status }: Refusal,
): { title: string; detail?: string } {
  if (!t.has(code)) return { title, detail };
  const say = t as (key: string, values: object) => string;
  const how = `${code}_how`;
  if (t.has(how)) return { title: say(code, { status: String(status) }), detail: say(how, {}) };
  return { title: say(code, {}), detail: t.locale === "en" ? detail : undefined };
}
