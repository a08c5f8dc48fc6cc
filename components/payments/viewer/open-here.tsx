"use client";

import { Eye, X } from "lucide-react";
import { useState } from "react";
import { useWords } from "#i18n";
import type { DownloadSource } from "@/components/payments/download/download";
import { DownloadTrouble } from "@/components/payments/download/download-trouble";
import { Button } from "@/components/ui/button";
import { Later } from "@/components/ui/later";
import { loadWords } from "@/lib/i18n/load-words";
import type { Locale } from "@/lib/i18n/locales";
import { inTime } from "./in-time";
import { type Viewable, viewKind } from "./view-kind";

async function load(locale: Locale) {
  const [module, messages] = await inTime(Promise.all([import("./viewer"), loadWords(locale, ["viewer", "troubles"])]));
  return { Part: module.Viewer, messages };
}

type Props = {
  source: DownloadSource;
  version: Viewable;
  /** True in a list. */
  small?: boolean;
};

/** Shows a file on this page, if a page can; absent for all other files. */
export function OpenHere({ source, version, small = false }: Props) {
  const t = useWords("access");
  const [open, setOpen] = useState(false);
  const kind = viewKind(version.mediaType, version.size);
  if (!kind) return null;
  const Icon = open ? X : Eye;
  return (
    <>
      <Button look="secondary" size={small ? "sm" : "md"} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon aria-hidden="true" className={small ? "size-4" : "size-5"} />
        {open ? t("closeHere") : t("openHere")}
      </Button>
      {open && (
        <Later
          load={load}
          of={{ source, version, kind }}
          failed={() => <DownloadTrouble trouble={{ say: "unreachable" }} />}
        />
      )}
    </>
  );
}
