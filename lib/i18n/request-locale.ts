import "server-only";
import { readCookie } from "@/lib/cookies";
import { LOCALE_COOKIE } from "./locale-cookie";
import type { Locale } from "./locales";
import { matchLocale } from "./match-locale";

/** The language of a response for people that is not a page, by the request's headers. */
export function requestLocale(headers: Headers): Locale {
  return matchLocale(readCookie(headers.get("cookie"), LOCALE_COOKIE), headers.get("accept-language"));
}
