"use client";

import { ExternalLink } from "lucide-react";
import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { walletApps } from "./wallet-apps";

/** On a phone: links that open a page inside the apps of wallets. */
export function OpenInApp({ url }: { url: string }) {
  const t = useWords("wallets");
  return (
    <section aria-label={t("appTitle")} className="space-y-3 text-sm">
      <h3 className="text-base font-semibold">{t("appTitle")}</h3>
      <p>{t("appDetail")}</p>
      <ul className="space-y-2">
        {walletApps.map(
          ({ name, open }) =>
            open && (
              <li key={name}>
                <ButtonLink href={open(url)} look="secondary" wide rel="noreferrer">
                  <bdi>{name}</bdi> <ExternalLink aria-hidden="true" className="size-4" />
                </ButtonLink>
              </li>
            ),
        )}
      </ul>
      <p>{t("appOther")}</p>
      <CopyButton text={url} label={t("copyLink")} />
    </section>
  );
}
