import { CalendarDays, Check, Info } from "lucide-react";
import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { Time } from "@/components/ui/time";
import type { FileInfo } from "@/lib/products/files/schema";

const policies = {
  "no-refunds": "refundNoRefunds",
  "if-faulty": "refundIfFaulty",
  "within-14-days": "refundWithin14Days",
} as const;

/** What a buyer gets for the price, each in one line: delivery, exact price, refunds, dates. */
export function SalePromises({ file }: { file: FileInfo }) {
  const t = useWords("page");
  const { refundPolicy, refundNote } = file.seller;
  const refunds = refundPolicy === "if-faulty" || refundPolicy === "within-14-days";
  return (
    <ul className="space-y-2 text-sm">
      <Line icon={Check}>{t("ready")}</Line>
      <Line icon={Check}>{t("exactly")}</Line>
      <Line icon={refunds ? Check : Info}>
        {t(refundPolicy ? policies[refundPolicy] : "refundNone")}
        {refundNote && <bdi className="block wrap-anywhere text-ink-soft">{refundNote}</bdi>}
      </Line>
      <Line icon={CalendarDays}>
        <Dates file={file} />
      </Line>
    </ul>
  );
}

function Line({ icon: Icon, children }: { icon: typeof Check; children: ReactNode }) {
  const tone = Icon === Check ? "text-accent-ink" : "text-ink-soft";
  return (
    <li className="flex gap-2.5">
      <Icon aria-hidden="true" className={`mt-0.5 size-4.5 shrink-0 ${tone}`} />
      <span className="min-w-0">{children}</span>
    </li>
  );
}

/** How long it can be downloaded, in words rather than a second date, and until when it is sold. */
function Dates({ file: { downloadDays, keptUntil, saleEndsAt } }: { file: FileInfo }) {
  const t = useWords("page");
  return (
    <>
      {downloadDays !== null && inYearsOrDays(downloadDays, t)}
      {downloadDays === null && keptUntil === null && t("keep")}
      {downloadDays === null &&
        keptUntil !== null &&
        t.rich("keepWhileKept", { date: <Time iso={keptUntil} only="day" /> })}
      {saleEndsAt && <> · {t.rich("saleUntil", { date: <Time iso={saleEndsAt} only="day" /> })}</>}
    </>
  );
}

function inYearsOrDays(days: number, t: ReturnType<typeof useWords<"page">>): string {
  return days % 365 === 0 ? t("downloadYears", { count: days / 365 }) : t("downloadDays", { count: days });
}
