import "server-only";
import { use } from "react";
import { wordsIn } from "./get-words";
import type { Locale } from "./locales";
import { readLocale } from "./read-locale";
import type { Namespace, Words } from "./words";

/** The words of one namespace, in a server component that is not async. An async one awaits `getWords`. */
export function useWords<N extends Namespace>(namespace: N): Words<N> {
  return wordsIn(useLocale(), namespace);
}

/** The language of the page. */
export function useLocale(): Locale {
  return use(readLocale());
}
