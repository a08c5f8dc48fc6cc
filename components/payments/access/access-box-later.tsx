"use client";

import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Later } from "@/components/ui/later";
import { Notice } from "@/components/ui/notice";
import type { Locale } from "@/lib/i18n/locales";
import type { AccessBox } from "./access-box";

async function load(locale: Locale) {
  const [module, messages] = await Promise.all([
    import("./access-box"),
    import("@/lib/i18n/load-words").then(({ loadWords }) =>
      loadWords(locale, ["access", "bundles", "complaints", "errors", "receipts"]),
    ),
  ]);
  return { Part: module.AccessBox, messages };
}

/** The purchase, for a page that was rendered without it: its code and words are loaded after the payment. */
export function AccessBoxLater(props: Parameters<typeof AccessBox>[0]) {
  const t = useWords("ui");
  return (
    <Later
      load={load}
      of={props}
      failed={(tryAgain) => (
        <Notice role="alert" tone="good" title={t("paidPartMissing")}>
          <Button size="sm" onClick={tryAgain}>
            {t("tryAgain")}
          </Button>
        </Notice>
      )}
    />
  );
}
