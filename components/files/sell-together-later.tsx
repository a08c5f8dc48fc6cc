import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Later } from "@/components/ui/later";
import { Notice } from "@/components/ui/notice";
import { loadWords } from "@/lib/i18n/load-words";
import type { Locale } from "@/lib/i18n/locales";
import type { SellTogetherProps } from "./sell-together";

async function load(locale: Locale) {
  const [module, messages] = await Promise.all([
    import("./sell-together"),
    loadWords(locale, ["bundles", "fields", "wallets", "storage", "numbers"]),
  ]);
  return { Part: module.SellTogether, messages };
}

/** The form for several files, which is loaded when it is chosen. */
export function SellTogetherLater(props: SellTogetherProps) {
  const t = useWords("sell");
  const ui = useWords("ui");
  return (
    <Later
      load={load}
      of={props}
      failed={(tryAgain) => (
        <Notice role="alert" tone="bad" title={t("formFailed")}>
          <p>{t("formFailedWhy")}</p>
          <Button size="sm" onClick={tryAgain}>
            {ui("tryAgain")}
          </Button>
        </Notice>
      )}
    />
  );
}
