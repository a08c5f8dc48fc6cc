import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { loadWords } from "./load-words";
import { pageLocale } from "./locales";
import type { Namespace } from "./words";
import { AddWords } from "./words-context";

/** A part of a page that is loaded when it is needed, together with its words. */
export function lazyWithWords<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  namespaces: readonly Namespace[],
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const locale = pageLocale();
    const [Part, messages] = await Promise.all([load(), loadWords(locale, namespaces)]);
    // biome-ignore lint/correctness/noComponentHookFactories: lazy asks for it once
    const WithWords = (props: Props) => (
      <AddWords locale={locale} messages={messages}>
        <Part {...props} />
      </AddWords>
    );
    return { default: WithWords };
  });
}
