import { useLocale, useWords } from "#i18n";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { PageKind } from "@/lib/legal/schema";
import { contactHref } from "./contact";
import { LanguageSwitch } from "./language-switch";

/** The operator, the terms of this server, and the pages that the operator wrote, if there are any. */
export function SiteFooter({ config, pages }: { config: ClientConfig; pages: readonly PageKind[] }) {
  const t = useWords("layout");
  const legal = useWords("legal");
  const { operatorName, operatorContact, termsUrl, devnet, networks, appUrl } = config;
  const playMoney = devnet || networks.every(({ testnet }) => testnet);
  const contact = contactHref(operatorContact, t("contactSubject"), appUrl);
  return (
    <footer className="mx-auto mt-auto w-full print:hidden max-w-5xl px-4 pt-12 pb-6 text-xs text-ink-soft sm:px-6">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1 border-t border-line pt-4 [&_a]:inline-flex [&_a]:min-h-9 pointer-coarse:[&_a]:min-h-11 [&_a]:items-center [&_a]:underline [&_a]:underline-offset-2">
        {operatorName && <p>{t.rich("runBy", { operator: <bdi>{operatorName}</bdi> })}</p>}
        {contact && <a href={contact}>{t("contact")}</a>}
        {!contact && operatorContact && <bdi>{operatorContact}</bdi>}
        {termsUrl && (
          <a href={termsUrl} rel="noreferrer">
            {legal("terms")}
          </a>
        )}
        {pages.map((kind) => (
          <a key={kind} href={`/${kind}`}>
            {legal(kind)}
          </a>
        ))}
        <p>{t("straight")}</p>
        {playMoney && <p className="font-semibold text-warn-ink">{t(devnet ? "demoMoney" : "testMoney")}</p>}
        <div className="-mx-2 sm:ms-auto">
          <LanguageSwitch current={useLocale()} label={t("language")} />
        </div>
      </div>
    </footer>
  );
}
