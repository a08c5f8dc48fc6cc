"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useAct } from "./use-act";

const GB = 1e9;

/** How much a seller may store, in GB; empty: as the settings say. */
export function QuotaForm({ sellerId, quotaBytes }: { sellerId: string; quotaBytes: number | null }) {
  const t = useWords("operator");
  const [typed, setTyped] = useState(quotaBytes === null ? "" : String(quotaBytes / GB));
  const act = useAct();
  const bytes = typed.trim() === "" ? null : Math.round(Number(typed.replace(",", ".")) * GB);
  const isNumber = bytes === null || (Number.isSafeInteger(bytes) && bytes >= 0);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isNumber) void act.send("PUT", `/api/operator/sellers/${sellerId}/quota`, { bytes });
  }

  return (
    <form className="space-y-2" onSubmit={submit}>
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 basis-48">
          <Field
            label={t("quota")}
            inputMode="decimal"
            dir="ltr"
            hint={t("quotaHint")}
            error={isNumber ? undefined : t("quotaWrong")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <div className="pt-6.5">
          <Button type="submit" look="secondary" busy={act.busy}>
            {t("save")}
          </Button>
        </div>
      </div>
      {act.trouble && <Notice role="alert" tone="bad" title={act.trouble} />}
    </form>
  );
}
