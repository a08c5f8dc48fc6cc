import { useWords } from "#i18n";
import { Notice } from "@/components/ui/notice";

/** Replaces Pay without JavaScript: how to continue anyway. */
export function NoScript() {
  const t = useWords("buy");
  return (
    <noscript>
      <style>{".needs-script{display:none}"}</style>
      <Notice tone="warn" className="mb-4" title={t("noScript")}>
        <p>{t("noScriptDetail")}</p>
      </Notice>
    </noscript>
  );
}
