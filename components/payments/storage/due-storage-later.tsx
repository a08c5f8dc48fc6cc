"use client";

import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Later } from "@/components/ui/later";
import { Notice } from "@/components/ui/notice";
import type { Locale } from "@/lib/i18n/locales";
import type { DueStorageProps } from "./due-storage";

async function load(locale: Locale) {
  const [{ DueStorage }, { loadStorageWords }] = await Promise.all([import("./due-storage"), import("./words")]);
  return { Part: DueStorage, messages: await loadStorageWords(locale) };
}

/** What has to be paid for storage, loaded when it is due. */
export function DueStorageLater(props: DueStorageProps) {
  const t = useWords("storage");
  return (
    <Later
      load={load}
      of={props}
      failed={(tryAgain) => (
        <Notice role="alert" tone="bad" title={t("partMissing")}>
          <Button size="sm" onClick={tryAgain}>
            {t("tryAgain")}
          </Button>
        </Notice>
      )}
    />
  );
}
