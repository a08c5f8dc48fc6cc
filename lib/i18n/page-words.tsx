import "server-only";
import type { ReactNode } from "react";
import { pickMessages } from "./get-words";
import { readLocale } from "./read-locale";
import type { Namespace } from "./words";
import { AddWords } from "./words-context";

/** Provides the words of these namespaces to the client components inside. Server components do not need it. */
export async function PageWords({ of, children }: { of: readonly Namespace[]; children: ReactNode }) {
  const locale = await readLocale();
  return (
    <AddWords locale={locale} messages={pickMessages(locale, of)}>
      {children}
    </AddWords>
  );
}
