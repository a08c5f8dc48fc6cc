import "server-only";
import { allMessages } from "./all-messages";
import type { Locale } from "./locales";
import { readLocale } from "./read-locale";
import type { MessageSet, Namespace, Words } from "./words";
import { wordsIn } from "./words-in";

/** The words of one namespace for an async component, `generateMetadata` or a route. Elsewhere: `useWords`. */
export async function getWords<N extends Namespace>(namespace: N): Promise<Words<N>> {
  return wordsIn(await readLocale(), namespace);
}

/** The messages of some namespaces, to hand over to the browser. */
export function pickMessages(locale: Locale, namespaces: readonly Namespace[]): MessageSet {
  return Object.fromEntries(namespaces.map((namespace) => [namespace, allMessages[locale][namespace]]));
}
