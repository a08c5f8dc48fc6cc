"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

/** The seller's sales and refunds of a period as a file for a spreadsheet; at first of these days, empty for all. */
export function ExportSales({ from = "", to = "" }: { from?: string; to?: string }) {
  const t = useWords("accounts");
  const [period, setPeriod] = useState({ from, to });
  const query = new URLSearchParams({ format: "csv" });
  for (const [name, day] of Object.entries(period)) if (day) query.set(name, day);
  const isBackwards = period.from !== "" && period.to !== "" && period.to < period.from;
  return (
    <details className="rounded-lg border border-line bg-surface p-4 text-sm">
      <summary className="cursor-pointer font-medium">{t("export")}</summary>
      <p className="mt-2 text-ink-soft">{t("help")}</p>
      <div className="mt-3 grid gap-3 sm:grid-cols-2">
        <Field
          label={t("from")}
          type="date"
          value={period.from}
          onChange={(event) => setPeriod({ ...period, from: event.target.value })}
        />
        <Field
          label={t("to")}
          type="date"
          min={period.from}
          value={period.to}
          error={isBackwards ? t("backwards") : undefined}
          onChange={(event) => setPeriod({ ...period, to: event.target.value })}
        />
      </div>
      {!isBackwards && (
        <p className="mt-3">
          <ButtonLink look="secondary" href={`/api/sales/export?${query}`} download>
            <Download aria-hidden="true" className="size-4" />
            {t("download")}
          </ButtonLink>
        </p>
      )}
    </details>
  );
}
