import { useWords } from "#i18n";
import type { ClientConfig } from "@/lib/client-config/schema";

/** What a seller tells a buyer: three short steps. */
export function WhatBuyersNeed({ config }: { config: ClientConfig }) {
  const t = useWords("front");
  const [network] = config.networks;
  const steps = [
    { title: t("walletTitle"), words: t("walletWords") },
    {
      title: t("moneyTitle", { token: network?.token.symbol ?? "USDC" }),
      words: t("moneyWords", { network: network?.name ?? "" }),
    },
    { title: t("signTitle"), words: t("signWords") },
  ];
  return (
    <section className="space-y-4">
      <h2 className="text-xl">{t("needTitle")}</h2>
      <ol className="grid gap-6 sm:grid-cols-3">
        {steps.map(({ title, words }, at) => (
          <li key={title} className="space-y-1 text-sm">
            <span
              aria-hidden="true"
              className="mb-2 grid size-8 place-items-center rounded-full border border-transparent bg-accent-soft font-display font-semibold text-accent-ink"
            >
              {at + 1}
            </span>
            <p className="font-semibold">{title}</p>
            <p className="text-ink-soft">{words}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
