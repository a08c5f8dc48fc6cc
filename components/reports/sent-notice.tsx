"use client";

import { useEffect, useRef } from "react";
import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Copyable } from "@/components/ui/copyable";
import type { SentReport } from "@/lib/reports/schema";

/** The number of a report, and its status link. */
export function SentNotice({ sent, fileUrl }: { sent: SentReport; fileUrl: string }) {
  const t = useWords("reports");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const number = (
    <bdi translate="no" className="whitespace-nowrap select-all">
      {sent.number}
    </bdi>
  );
  return (
    <Card className="space-y-5">
      <h2 ref={heading} tabIndex={-1} className="text-lg outline-none">
        {t.rich(sent.statusUrl ? "sent" : "again", { number })}
      </h2>
      {sent.statusUrl && (
        <>
          <p>{t("keepLink")}</p>
          <Copyable text={sent.statusUrl} copyLabel={t("copyStatus")} />
          <ButtonLink href={sent.statusUrl} wide>
            {t("openStatus")}
          </ButtonLink>
        </>
      )}
      <ButtonLink href={fileUrl} look="secondary" wide>
        {t("backToFile")}
      </ButtonLink>
    </Card>
  );
}
