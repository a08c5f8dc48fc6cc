import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { localeCookieNames } from "./locale-cookie";
import type { Locale } from "./locales";
import { matchLocale } from "./match-locale";

/** The language of the page that is being made. */
export const readLocale = cache(async (): Promise<Locale> => {
  const [jar, request] = await Promise.all([cookies(), headers()]);
  const [chosen] = localeCookieNames().flatMap((name) => jar.get(name)?.value ?? []);
  return matchLocale(chosen, request.get("accept-language"));
});
