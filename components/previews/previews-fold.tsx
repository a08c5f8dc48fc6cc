"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { Later } from "@/components/ui/later";
import { loadWords } from "@/lib/i18n/load-words";
import type { Locale } from "@/lib/i18n/locales";
import type { PreviewsPanelProps } from "./previews-panel";

async function load(locale: Locale) {
  const [{ PreviewsPanel }, messages] = await Promise.all([import("./previews-panel"), loadWords(locale, ["chosen"])]);
  return { Part: PreviewsPanel, messages };
}

/** What people see of a file on sale before they pay, and how its seller changes it. Loaded when it is opened. */
export function PreviewsFold(props: PreviewsPanelProps) {
  const t = useWords("previews");
  const ui = useWords("ui");
  const [isOpen, setOpen] = useState(false);
  return (
    <Details summary={t("whatPeopleSee")} onToggle={setOpen}>
      {isOpen && (
        <Later
          load={load}
          of={props}
          failed={(tryAgain) => (
            <Button size="sm" onClick={tryAgain}>
              {ui("tryAgain")}
            </Button>
          )}
        />
      )}
    </Details>
  );
}
