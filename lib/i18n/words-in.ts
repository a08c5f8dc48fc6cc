import "server-only";
import { allMessages } from "./all-messages";
import type { Locale } from "./locales";
import { bindWords, type Namespace, type Words } from "./words";

/** The words of one namespace in a given language: for what is written without a request, such as mails. */
export function wordsIn<N extends Namespace>(locale: Locale, namespace: N): Words<N> {
  return bindWords(locale, allMessages[locale], namespace);
}
