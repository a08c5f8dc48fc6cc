import "server-only";
import { allMessages } from "./all-messages";
import type { Locale } from "./locales";
import { readLocale } from "./read-locale";
import { bindWords, type MessageSet, type Namespace, type Words } from "./words";

/** The words of one namespace for an async component, `generateMetadata` or a route. Elsewhere: `useWords`. */
export async function getWords<N extends Namespace>(namespace: N): Promise<Words<N>> {
  return wordsIn(await readLocale(), namespace);
}

/** The words of one namespace in a given language. */
export function wordsIn<N extends Namespace>(locale: Locale, namespace: N): Words<N> {
  return bindWords(locale, allMessages[locale], namespace);
}

/** The messages of some namespaces, to hand over to the browser. */
export function pickMessages(locale: Locale, namespaces: readonly Namespace[]): MessageSet {
  return Object.fromEntries(namespaces.map((namespace) => [namespace, allMessages[locale][namespace]]));
}
