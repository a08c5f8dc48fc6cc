"use client";

import { useWords } from "#i18n";
import { BrokenPage } from "@/components/ui/broken-page";
import { Button } from "@/components/ui/button";
import { Later } from "@/components/ui/later";
import { Notice } from "@/components/ui/notice";
import { loadWords } from "@/lib/i18n/load-words";
import type { Locale } from "@/lib/i18n/locales";

async function load(locale: Locale) {
  const [module, messages] = await Promise.all([import("./after-error"), loadWords(locale, ["payments"])]);
  return { Part: module.AfterError, messages };
}

/** A file's page that crashed: the server is asked before the page says anything about money. */
export function BrokenFilePage({ fileId, digest }: { fileId: string; digest?: string }) {
  const t = useWords("ui");
  return (
    <BrokenPage digest={digest}>
      <Later
        load={load}
        of={{ fileId }}
        failed={(tryAgain) => (
          <Notice role="alert" tone="warn" title={t("brokenWhy")}>
            <Button onClick={tryAgain}>{t("tryAgain")}</Button>
          </Notice>
        )}
      />
    </BrokenPage>
  );
}
