"use client";

import { useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { Notice } from "@/components/ui/notice";

function watch(changed: () => void): () => void {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}

/** Beside a download: what happens to it while there is no connection. */
export function OfflineNote() {
  const t = useWords("buy");
  const online = useSyncExternalStore(
    watch,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div role="status">
      {!online && (
        <Notice tone="warn" title={t("offline")}>
          <p>{t("offlineDownload")}</p>
        </Notice>
      )}
    </div>
  );
}
