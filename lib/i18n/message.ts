import { type Locale, locales } from "./locales";

/**
 * Messages are written in a small part of ICU MessageFormat, so that translators' tools read them:
 *
 * - `{name}`: a value;
 * - `{count, plural, =0 {none} one {# file} other {# files}}`: by the language's own plural rules, `#` is the number;
 * - `<link>words</link>`: words that the page wraps in an element.
 *
 * There is no quoting: a test checks every message against this grammar, and the results against those of
 * intl-messageformat. A complete ICU parser would be as large as all the code of the pay button.
 */
export type Values = Record<string, unknown>;

const strongRtl = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Fills a message. Text made of strings only when `values` holds nothing else.
 *
 * @param count the number that `#` stands for, inside a plural
 */
export function fillMessage(message: string, locale: Locale, values: Values = {}, count?: number): unknown[] {
  const pieces: unknown[] = [];
  let rest = message;
  while (rest) {
    const start = rest.search(count === undefined ? /\{|<\w/ : /\{|<\w|#/);
    if (start < 0) return [...pieces, rest];
    if (start > 0) pieces.push(rest.slice(0, start));
    rest = rest.slice(start);
    if (rest.startsWith("#")) {
      pieces.push(new Intl.NumberFormat(locales[locale].tag).format(count ?? 0));
      rest = rest.slice(1);
    } else if (rest.startsWith("{")) {
      const end = closingBrace(rest);
      pieces.push(...argument(rest.slice(1, end), locale, values));
      rest = rest.slice(end + 1);
    } else {
      const [whole, tag = "", words = ""] = /^<(\w+)>(.*?)<\/\1>/s.exec(rest) ?? [rest];
      const wrap = values[tag] as ((words: unknown[]) => unknown) | undefined;
      const inside = fillMessage(words, locale, values, count);
      pieces.push(...(wrap ? [wrap(inside)] : inside));
      rest = rest.slice(whole.length);
    }
  }
  return pieces;
}

function argument(inside: string, locale: Locale, values: Values): unknown[] {
  const [, name = "", cases] = /^(\w+)(?:, plural, (.*))?$/s.exec(inside) ?? [];
  const value = values[name];
  if (cases === undefined) return [isolate(value, locale)];
  const chosen = choosePlural(cases, Number(value), locale);
  return fillMessage(chosen, locale, values, Number(value));
}

function choosePlural(cases: string, count: number, locale: Locale): string {
  const words = new Map<string, string>();
  let rest = cases.trim();
  while (rest) {
    const open = rest.indexOf("{");
    const end = open + closingBrace(rest.slice(open));
    words.set(rest.slice(0, open).trim(), rest.slice(open + 1, end));
    rest = rest.slice(end + 1).trim();
  }
  const rule = new Intl.PluralRules(locales[locale].tag).select(count);
  return words.get(`=${count}`) ?? words.get(rule) ?? words.get("other") ?? "";
}

/** The position of the closing brace. */
function closingBrace(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return text.length;
}

/**
 * Keeps a value separate from the text around it if their directions differ (Unicode UAX #9: first strong isolate … pop
 * directional isolate). Elements bring their own `<bdi>`.
 */
function isolate(value: unknown, locale: Locale): unknown {
  if (typeof value !== "string") return typeof value === "number" || typeof value === "bigint" ? String(value) : value;
  return locales[locale].dir === "rtl" || strongRtl.test(value) ? `\u2068${value}\u2069` : value;
}
