import { useContext, useMemo } from "react";
import type { Locale } from "./locales";
import { bindWords, type Namespace, type Words } from "./words";
import { WordsContext } from "./words-context";

/**
 * The words of one namespace, in the browser. Imported as `#i18n`, which is hooks.react-server.ts in server components:
 * a component for both sides is written once.
 */
export function useWords<N extends Namespace>(namespace: N): Words<N> {
  const { locale, messages } = useContext(WordsContext);
  return useMemo(() => bindWords(locale, messages, namespace), [locale, messages, namespace]);
}

/** The language of the page. */
export function useLocale(): Locale {
  return useContext(WordsContext).locale;
}
