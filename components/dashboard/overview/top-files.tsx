import { useId } from "react";
import { useWords } from "#i18n";
import { noAddress, salesHref } from "@/components/dashboard/sales/sales-address";
import { Card } from "@/components/ui/card";
import type { PeriodFigures } from "@/lib/seller-pages/schema";
import { formatNet, readNet } from "./format-figures";
import { salesPerHundred } from "./funnel";

/** The files that brought the most in a period, each with its way from views to sales. */
export function TopFiles({ figures: { top, from, to } }: { figures: PeriodFigures }) {
  const t = useWords("overview");
  const id = useId();
  return (
    <Card aria-labelledby={id} className="min-w-0 space-y-3">
      <h3 id={id} className="text-base">
        {t("top")}
      </h3>
      {top.length === 0 ? (
        <p className="text-sm text-ink-soft">{t("nothing")}</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full text-sm">
            <thead>
              <tr className="border-b border-line text-xs text-ink-soft [&_th]:p-2 [&_th]:font-medium">
                <th scope="col" className="ps-0! text-start">
                  {t("file")}
                </th>
                {[t("views"), t("apps"), t("sales"), t("rate"), t("kept")].map((name) => (
                  <th key={name} scope="col" className="text-end">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {top.map((file) => (
                <tr key={file.fileId} className="[&_td]:p-2 [&_td]:text-end [&_td]:tabular-nums">
                  <th scope="row" className="min-w-32 py-2 text-start font-normal wrap-anywhere">
                    <a
                      href={salesHref(noAddress, { file: file.fileId, from, to })}
                      className="underline underline-offset-2"
                    >
                      <bdi>{file.title}</bdi>
                    </a>
                    {file.isRemoved && <span className="text-xs text-ink-soft"> ({t("deletedFile")})</span>}
                  </th>
                  <td>{file.views}</td>
                  <td>{file.priceChecks}</td>
                  <td>{file.sales}</td>
                  <td>
                    <bdi>{salesPerHundred(file, t.locale)}</bdi>
                  </td>
                  <td className="whitespace-nowrap">
                    <bdi>{formatNet(readNet(file.received) - readNet(file.refunded), t.locale)}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
