"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { DEFAULT_LOCALE, type Locale } from "./locales";
import type { MessageSet } from "./words";

type WordsOfPage = { locale: Locale; messages: MessageSet };

export const WordsContext = createContext<WordsOfPage>({ locale: DEFAULT_LOCALE, messages: {} });

/** Provides messages to the client components inside, in addition to those from outer providers. */
export function AddWords({ locale, messages, children }: WordsOfPage & { children: ReactNode }) {
  const outer = useContext(WordsContext).messages;
  const value = useMemo(() => ({ locale, messages: { ...outer, ...messages } }), [locale, messages, outer]);
  return <WordsContext value={value}>{children}</WordsContext>;
}
