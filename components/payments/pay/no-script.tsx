import { useWords } from "#i18n";
import { payCommand } from "@/components/offers/pay-command";
import { Notice } from "@/components/ui/notice";

/** Replaces Pay without JavaScript: how to continue anyway. */
export function NoScript({ url, price }: { url: string; price: string }) {
  const t = useWords("buy");
  return (
    <noscript>
      <style>{".needs-script{display:none}"}</style>
      <Notice tone="warn" className="mb-4" title={t("noScript")}>
        <p>{t("noScriptDetail")}</p>
        <p>
          <bdi
            translate="no"
            className="block rounded-sm bg-surface px-2.5 py-2 font-mono text-xs break-all text-ink select-all"
          >
            {payCommand(url, price)}
          </bdi>
        </p>
      </Notice>
    </noscript>
  );
}
