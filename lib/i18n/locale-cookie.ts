import "server-only";
import { DAY, SECOND } from "@/lib/clock";
import { secureAttribute } from "@/lib/settings/settings";
import type { Locale } from "./locales";

export const LOCALE_COOKIE = "fk_locale";

/** The `Set-Cookie` value that keeps a language for a year. */
export function localeCookie(locale: Locale): string {
  return `${LOCALE_COOKIE}=${locale}; Max-Age=${(365 * DAY) / SECOND}; Path=/; HttpOnly; SameSite=Lax${secureAttribute()}`;
}
