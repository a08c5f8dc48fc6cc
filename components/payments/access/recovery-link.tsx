"use client";

import { useEffect, useState } from "react";
import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Details } from "@/components/ui/details";
import { Notice } from "@/components/ui/notice";
import { QrCode } from "@/components/ui/qr-code";
import { ShareButton } from "@/components/ui/share-button";
import { systemBrowserUrl } from "@/components/wallets/in-app-browser";
import { useInAppBrowser } from "@/components/wallets/use-surroundings";

/**
 * The link that opens the file on any device, and the ways to put it somewhere safe. Inside another app, where files
 * often cannot be saved, it says so and offers another browser.
 */
export function RecoveryLink({ url, title }: { url: string; title: string }) {
  const t = useWords("access");
  const inApp = useInAppBrowser();
  return (
    <section aria-label={t("recovery")} className="space-y-3 rounded-md border border-line p-4">
      {inApp && (
        <Notice tone="warn" title={inApp.app ? t("inAppNamed", { app: inApp.app }) : t("inApp")}>
          <p>{t("inAppHow")}</p>
        </Notice>
      )}
      <h3 className="text-base">{t("recovery")}</h3>
      <p className="text-sm">{t("keepLink")}</p>
      <p translate="no" className="rounded-sm bg-sunken px-2.5 py-2 font-mono text-xs break-all select-all">
        <bdi>{url}</bdi>
      </p>
      <div className="flex flex-wrap gap-2">
        <ShareButton url={url} title={title} label={t("send")} look="primary" />
        <CopyButton text={url} label={t("copyLink")} />
        {inApp && <PhoneBrowser url={url} />}
      </div>
      <Details summary={t("otherDevice")}>
        <QrCode text={url} label={t("linkQr")} />
      </Details>
    </section>
  );
}

/** On Android a page can ask for the phone's own browser; elsewhere the link is copied or sent. */
function PhoneBrowser({ url }: { url: string }) {
  const t = useWords("access");
  const [href, setHref] = useState<string | null>(null);
  useEffect(() => setHref(systemBrowserUrl(url, navigator.userAgent)), [url]);
  if (!href) return null;
  return (
    <ButtonLink href={href} look="secondary" size="sm">
      {t("phoneBrowser")}
    </ButtonLink>
  );
}
