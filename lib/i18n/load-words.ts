import type { Locale } from "./locales";
import type { MessageSet, Namespace } from "./words";

// The folder is spelled out: a bundler includes everything that the pattern could match.
const tables: Record<Locale, (namespace: Namespace) => Promise<MessageSet>> = {
  en: (namespace) => import(`./messages/en/${namespace}.ts`),
  fr: (namespace) => import(`./messages/fr/${namespace}.ts`),
  ar: (namespace) => import(`./messages/ar/${namespace}.ts`),
};

/** Fetches messages as their own scripts, for parts of a page that are loaded only when they are needed. */
export async function loadWords(locale: Locale, namespaces: readonly Namespace[]): Promise<MessageSet> {
  const sets = await Promise.all(
    namespaces.map(async (namespace) => [namespace, (await tables[locale](namespace))[namespace]]),
  );
  return Object.fromEntries(sets);
}
