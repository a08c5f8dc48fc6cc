"use client";

import { useWords } from "#i18n";
import { loadWords } from "@/lib/i18n/load-words";
import type { Locale } from "@/lib/i18n/locales";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Later } from "./later";

async function load(locale: Locale) {
  const [module, messages] = await Promise.all([import("./after-error"), loadWords(locale, ["payments"])]);
  return { Part: module.AfterError, messages };
}

/** `AfterError`, whose code and words are fetched when a page has broken off. */
export function AfterErrorLater({ fileId }: { fileId: string }) {
  const t = useWords("ui");
  return (
    <Later
      load={load}
      of={{ fileId }}
      failed={(tryAgain) => (
        <Notice role="alert" tone="warn" title={t("brokenWhy")}>
          <Button onClick={tryAgain}>{t("tryAgain")}</Button>
        </Notice>
      )}
    />
  );
}
