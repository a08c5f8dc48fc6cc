"use client";

import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useAct } from "./use-act";

/** Sends a message again that could not be delivered. */
export function RetryButton({ deliveryId }: { deliveryId: string }) {
  const t = useWords("operator");
  const act = useAct();
  return (
    <>
      <Button
        look="secondary"
        size="sm"
        busy={act.busy}
        onClick={() => act.send("POST", `/api/operator/notices/${deliveryId}/retry`)}
      >
        {t("retry")}
      </Button>
      {act.trouble && <Notice role="alert" tone="bad" title={act.trouble} />}
    </>
  );
}
