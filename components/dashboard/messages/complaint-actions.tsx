"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import { Button, ButtonLink } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { Later } from "@/components/ui/later";
import type { Complaint } from "@/lib/complaints/schema";
import { loadWords } from "@/lib/i18n/load-words";
import type { Locale } from "@/lib/i18n/locales";

async function load(locale: Locale) {
  const [{ ComplaintTools }, messages] = await Promise.all([
    import("./complaint-tools"),
    loadWords(locale, ["refunds", "gifts", "uploads", "troubles", "storage", "numbers", "fields", "receipts"]),
  ]);
  return { Part: ComplaintTools, messages };
}

/** What helps besides an answer: a refund, a new version, a gift. Loaded when it is wanted. */
export function ComplaintActions({ complaint }: { complaint: Complaint }) {
  const t = useWords("complaints");
  const ui = useWords("ui");
  const [isOpen, setOpen] = useState(false);
  const { paymentId, fileId } = complaint;
  return (
    <Details summary={t("help")} onToggle={setOpen}>
      {isOpen && (
        <div className="space-y-3">
          <Later
            load={load}
            of={{ paymentId, fileId }}
            failed={(tryAgain) => (
              <Button size="sm" onClick={tryAgain}>
                {ui("tryAgain")}
              </Button>
            )}
          />
          <div className="flex flex-wrap gap-2">
            <ButtonLink href={`/dashboard/sales/${paymentId}`} look="quiet" size="sm">
              {t("toSale")}
            </ButtonLink>
            <ButtonLink href={`/dashboard/files/${fileId}`} look="quiet" size="sm">
              {t("toFile")}
            </ButtonLink>
          </div>
        </div>
      )}
    </Details>
  );
}
