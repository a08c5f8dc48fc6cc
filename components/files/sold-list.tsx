import { useEffect, useRef } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Money } from "@/components/ui/money";
import type { Sold } from "./use-sold";

/** The links of several files, as they are ready, without disturbing the rest of the page. */
export function SoldList({ sold }: { sold: readonly Sold[] }) {
  const t = useWords("sell");
  const errors = useWords("errors");
  const heading = useRef<HTMLHeadingElement>(null);
  const count = sold.length;
  useEffect(() => {
    // The form that had the focus is gone; one that is being edited keeps it.
    if (count > 0 && document.activeElement === document.body) heading.current?.focus();
  }, [count]);
  return (
    <Card className="space-y-4">
      <h2 ref={heading} tabIndex={-1} className="text-xl outline-none">
        {t(count === 1 ? "linkReady" : "linksReady")}
      </h2>
      <p role="status" className="sr-only">
        {t("isOnSale", { title: sold.at(-1)?.file.title ?? "" })}
      </p>
      <ul className="divide-y divide-line">
        {sold.map(({ file, coverTrouble }) => (
          <li key={file.id} className="space-y-2 py-3">
            <p className="text-sm wrap-anywhere">
              {t.rich("soldFor", {
                title: <bdi className="font-semibold">{file.title}</bdi>,
                price: file.free ? t("freeInline") : <Money microUsd={file.priceMicroUsd} />,
              })}
            </p>
            <p translate="no" className="rounded-md bg-sunken px-3 py-2 font-mono text-sm break-all select-all">
              <bdi data-testid="file-link">{file.url}</bdi>
            </p>
            <div className="flex flex-wrap gap-2">
              <CopyButton text={file.url} label={t("copyLink")} look="primary" size="sm" />
              <ButtonLink href={file.url} look="secondary" size="sm" target="_blank">
                {t("open")}
              </ButtonLink>
            </div>
            {coverTrouble !== undefined && (
              <p role="alert" className="text-sm text-bad-ink">
                {t("withoutCover")} {wordsFor(coverTrouble, errors)}
              </p>
            )}
          </li>
        ))}
      </ul>
      <ButtonLink href="/dashboard/files" look="quiet" className="-ms-4">
        {t("goToFiles")}
      </ButtonLink>
    </Card>
  );
}
