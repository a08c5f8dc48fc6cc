"use client";

import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useAct } from "./use-act";

/** Lifts a block. */
export function UnblockButton({ blockId }: { blockId: string }) {
  const t = useWords("operator");
  const act = useAct();
  return (
    <>
      <Button
        look="secondary"
        size="sm"
        busy={act.busy}
        onClick={() => act.send("DELETE", `/api/operator/blocks/${blockId}`)}
      >
        {t("unblock")}
      </Button>
      {act.trouble && <Notice role="alert" tone="bad" title={act.trouble} />}
    </>
  );
}
