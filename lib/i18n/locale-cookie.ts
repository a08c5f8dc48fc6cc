import "server-only";
import { DAY, SECOND } from "@/lib/clock";
import { hostCookie, secureAttribute } from "@/lib/settings/cookies";
import type { Locale } from "./locales";

const LOCALE_COOKIE = "fk_locale";

/** Its names, the current one first; release 0.2.0 set the plain one on https too. */
export function localeCookieNames(): string[] {
  return [...new Set([hostCookie(LOCALE_COOKIE), LOCALE_COOKIE])];
}

/** The `Set-Cookie` value that keeps a language for a year. */
export function localeCookie(locale: Locale): string {
  return `${hostCookie(LOCALE_COOKIE)}=${locale}; Max-Age=${(365 * DAY) / SECOND}; Path=/; HttpOnly; SameSite=Lax${secureAttribute()}`;
}
