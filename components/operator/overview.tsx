import { useWords } from "#i18n";
import { Notice } from "@/components/ui/notice";
import type { Overview } from "@/lib/operator/schema";
import { AttentionItems } from "./attention-items";
import { FigureCharts } from "./figure-charts";

/** What waits for the operator, and the figures of a month. */
export function OverviewView({ overview: { attention, figures, examinedAt } }: { overview: Overview }) {
  const t = useWords("operator");
  return (
    <div className="space-y-8">
      <section aria-labelledby="attention" className="space-y-3">
        <h1 id="attention" className="text-2xl">
          {t("attention")}
        </h1>
        {attention.length === 0 ? (
          <Notice tone="good">{t("nothingWaits")}</Notice>
        ) : (
          <AttentionItems attention={attention} />
        )}
        {examinedAt === null && <p className="text-sm text-ink-soft">{t("stillExamining")}</p>}
      </section>
      <section aria-labelledby="figures" className="space-y-3">
        <h2 id="figures" className="text-xl">
          {t("figures")}
        </h2>
        <FigureCharts days={figures} />
      </section>
    </div>
  );
}
