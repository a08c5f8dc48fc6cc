import "server-only";
import { readCookie } from "@/lib/cookies";
import { localeCookieNames } from "./locale-cookie";
import type { Locale } from "./locales";
import { matchLocale } from "./match-locale";

/** The language of a response for people that is not a page, by the request's headers. */
export function requestLocale(headers: Headers): Locale {
  const [chosen] = localeCookieNames().flatMap((name) => readCookie(headers.get("cookie"), name) ?? []);
  return matchLocale(chosen, headers.get("accept-language"));
}
