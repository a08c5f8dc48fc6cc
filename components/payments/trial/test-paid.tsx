"use client";

import { CircleCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { useWords } from "#i18n";
import { DownloadButton } from "@/components/payments/download/download-button";
import { Button } from "@/components/ui/button";
import type { FileInfo } from "@/lib/products/files/schema";

/** How it ends for a buyer: the file. What only a purchase has is told, and not made. */
export function TestPaid({ file, onAgain }: { file: FileInfo; onAgain: () => void }) {
  const t = useWords("trial");
  const access = useWords("access");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="space-y-5" data-access>
      <div className="flex items-center gap-3 text-accent-ink">
        <CircleCheck aria-hidden="true" className="size-7 shrink-0" />
        <h2 ref={heading} tabIndex={-1} className="text-lg outline-none">
          {t("paid")}
        </h2>
      </div>
      <DownloadButton fileId={file.id} />
      <p role="status" className="text-sm text-ink-soft">
        {access("startsItself")}
      </p>
      <div className="space-y-1.5 text-sm">
        <p className="font-semibold">{t("alsoGets")}</p>
        <ul className="list-disc space-y-1.5 ps-5">
          <li>{t("getsLink")}</li>
          <li>{t("getsReceipt")}</li>
          <li>{t("getsHelp")}</li>
        </ul>
      </div>
      <Button look="secondary" onClick={onAgain}>
        {t("again")}
      </Button>
    </div>
  );
}
