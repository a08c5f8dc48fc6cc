import type { Locale } from "./locales";
import type { MessageSet, Namespace } from "./words";

/** Fetches messages as scripts of their own, for parts of a page that are loaded only when they are needed. */
export async function loadWords(locale: Locale, namespaces: readonly Namespace[]): Promise<MessageSet> {
  const sets = await Promise.all(
    namespaces.map(async (namespace) => [
      namespace,
      ((await import(`./messages/${locale}/${namespace}.ts`)) as MessageSet)[namespace],
    ]),
  );
  return Object.fromEntries(sets);
}
