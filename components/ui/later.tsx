"use client";

import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { useLocale } from "#i18n";
import type { Locale } from "@/lib/i18n/locales";
import type { MessageSet } from "@/lib/i18n/words";
import { AddWords } from "@/lib/i18n/words-context";
import { Updated, useWhyMissing } from "./part-missing";
import { Spinner } from "./spinner";

export type Loaded<Props> = { Part: ComponentType<Props>; messages: MessageSet };

type Props<P> = {
  /** Fetches the part and its words; always the same function. */
  load: (locale: Locale) => Promise<Loaded<P>>;
  of: P;
  /** Shown if it could not be loaded: after a payment a lost connection must not become a broken page. */
  failed: (tryAgain: () => void) => ReactNode;
};

/** A part of a page that is loaded when it is needed, together with its words. */
export function Later<P extends object>({ load, of, failed }: Props<P>) {
  const locale = useLocale();
  const [attempt, setAttempt] = useState(1);
  const [result, setResult] = useState<Loaded<P> | { error: unknown } | null>(null);
  const failure = result && "error" in result ? result : null;
  const why = useWhyMissing(failure?.error);

  useEffect(() => {
    let wanted = attempt > 0;
    setResult(null);
    load(locale).then(
      (loaded) => wanted && setResult(loaded),
      (error: unknown) => wanted && setResult({ error }),
    );
    return () => {
      wanted = false;
    };
  }, [load, locale, attempt]);

  if (result === null) return <Spinner />;
  if ("error" in result) {
    return (
      <>
        {failed(() => setAttempt(attempt + 1))}
        {why === "update" && <Updated />}
      </>
    );
  }
  const { Part, messages } = result;
  return (
    <AddWords locale={locale} messages={messages}>
      <Part {...of} />
    </AddWords>
  );
}
