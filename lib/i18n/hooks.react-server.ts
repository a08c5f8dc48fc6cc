import "server-only";
import { use } from "react";
import type { Locale } from "./locales";
import { readLocale } from "./read-locale";
import type { Namespace, Words } from "./words";
import { wordsIn } from "./words-in";

/** The words of one namespace, in a server component that is not async. An async one awaits `getWords`. */
export function useWords<N extends Namespace>(namespace: N): Words<N> {
  return wordsIn(useLocale(), namespace);
}

/** The language of the page. */
export function useLocale(): Locale {
  return use(readLocale());
}
