"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { decimalText } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { NumberField } from "@/components/ui/number-field";
import { formatAtomic } from "@/lib/money";
import { GIGABYTE, readSize } from "@/lib/read-size";
import { useAct } from "./use-act";

const GB_DECIMALS = 9;

/** How much a seller may store, in GB; empty: as the settings say. */
export function QuotaForm({ sellerId, quotaBytes }: { sellerId: string; quotaBytes: number | null }) {
  const t = useWords("operator");
  const [typed, setTyped] = useState(quotaBytes === null ? "" : decimalText(gigabytes(quotaBytes), t.locale));
  const act = useAct();
  const reading = readSize(typed, GIGABYTE);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (reading.kind !== "read" && reading.kind !== "empty") return;
    const bytes = reading.kind === "read" ? reading.value : null;
    void act.send("PUT", `/api/operator/sellers/${sellerId}/quota`, { bytes });
  }

  return (
    <form className="space-y-2" onSubmit={submit}>
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1 basis-48">
          <NumberField
            label={t("quota")}
            inputMode="decimal"
            dir="ltr"
            hint={t("quotaHint")}
            error={reading.kind === "wrong" ? t("quotaWrong") : undefined}
            reading={reading}
            value={typed}
            onText={setTyped}
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

/** Exact, without needless zeros: "50", "0.5", "1.2340". */
function gigabytes(bytes: number): string {
  return formatAtomic(BigInt(bytes), GB_DECIMALS).replace(/\.00$/, "");
}
