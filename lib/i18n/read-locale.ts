import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { LOCALE_COOKIE } from "./locale-cookie";
import type { Locale } from "./locales";
import { matchLocale } from "./match-locale";

/** The language of the page that is being made. */
export const readLocale = cache(async (): Promise<Locale> => {
  const [jar, request] = await Promise.all([cookies(), headers()]);
  return matchLocale(jar.get(LOCALE_COOKIE)?.value, request.get("accept-language"));
});
