"use client";

import { useEffect, useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** True once something has been awaited for so long (ms) without a sign of life; each `sign` starts the time again. */
export function useStill(waiting: boolean, ms: number, sign: unknown = null): boolean {
  const [still, setStill] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: again at each sign
  useEffect(() => {
    setStill(false);
    if (!waiting) return;
    const timer = setTimeout(() => setStill(true), ms);
    return () => clearTimeout(timer);
  }, [waiting, ms, sign]);
  return still;
}

/** Nothing has arrived for a while, and the browser itself says nothing about it. */
export function StillNote({ onAgain }: { onAgain: () => void }) {
  const t = useWords("troubles");
  return (
    <Notice role="alert" tone="warn" title={t("viewStill")}>
      <Button size="sm" look="secondary" onClick={onAgain}>
        {t("viewAgain")}
      </Button>
    </Notice>
  );
}
