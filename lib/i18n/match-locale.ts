import "server-only";
import Negotiator from "negotiator";
import { DEFAULT_LOCALE, isLocale, type Locale, localeNames } from "./locales";

/**
 * The language for a reader: the one chosen here before, else the first of `Accept-Language` that we have, by its
 * quality values (RFC 9110, 12.5.4; `fr-CA` matches `fr`), else English.
 */
export function matchLocale(chosen: string | null | undefined, acceptLanguage: string | null | undefined): Locale {
  if (isLocale(chosen)) return chosen;
  const wanted = new Negotiator({ headers: { "accept-language": acceptLanguage ?? "" } });
  // Without the header all languages are equal; the first of ours is used.
  const [best] = acceptLanguage ? wanted.languages([...localeNames]) : [];
  return isLocale(best) ? best : DEFAULT_LOCALE;
}
