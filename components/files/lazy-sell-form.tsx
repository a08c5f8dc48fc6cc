import { type ComponentType, useEffect, useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { PartMissing } from "@/components/ui/part-missing";
import { Spinner } from "@/components/ui/spinner";
import { loadWords } from "@/lib/i18n/load-words";
import { pageLocale } from "@/lib/i18n/locales";
import type { MessageSet } from "@/lib/i18n/words";
import { AddWords } from "@/lib/i18n/words-context";
import type { SellFormProps } from "./sell-form";

/** The form, which arrives while the first bytes leave. */
export function LazySellForm(props: SellFormProps) {
  const t = useWords("sell");
  const ui = useWords("ui");
  const [loaded, setLoaded] = useState<{ Form: ComponentType<SellFormProps>; messages: MessageSet } | null>(null);
  const [failed, setFailed] = useState<unknown>(null);

  useEffect(() => {
    if (failed !== null) return;
    Promise.all([
      import("./sell-form"),
      loadWords(pageLocale(), ["fields", "wallets", "storage", "numbers", "chosen"]),
    ]).then(
      ([{ SellForm }, messages]) => setLoaded({ Form: SellForm, messages }),
      (error: unknown) => setFailed(error),
    );
  }, [failed]);

  if (loaded) {
    return (
      <AddWords locale={t.locale} messages={loaded.messages}>
        <loaded.Form {...props} />
      </AddWords>
    );
  }
  if (failed === null) {
    return (
      <p role="status" className="flex items-center gap-3 text-sm text-ink-soft">
        <Spinner /> {t("formLoading")}
      </p>
    );
  }
  return (
    <PartMissing error={failed} title={t("formFailed")}>
      <p>{t("formFailedWhy")}</p>
      <Button size="sm" onClick={() => setFailed(null)}>
        {ui("tryAgain")}
      </Button>
    </PartMissing>
  );
}
