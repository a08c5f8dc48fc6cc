import { useWords } from "#i18n";
import { Notice } from "@/components/ui/notice";
import type { Overview } from "@/lib/operator/schema";
import { AttentionItems } from "./attention-items";
import { FigureCharts } from "./figure-charts";
import { StorageMoneyView } from "./storage-money";

/** What waits for the operator, and the figures of a month. */
export function OverviewView({ overview: { attention, figures, storage, examinedAt } }: { overview: Overview }) {
  const t = useWords("operator");
  const words = useWords("keeping");
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
      {storage && (
        <section aria-labelledby="storage" className="space-y-3">
          <h2 id="storage" className="text-xl">
            <a href="/operator/storage" className="underline underline-offset-2">
              {words("title")}
            </a>
          </h2>
          <StorageMoneyView money={storage} />
        </section>
      )}
      <section aria-labelledby="figures" className="space-y-3">
        <h2 id="figures" className="text-xl">
          {t("figures")}
        </h2>
        <FigureCharts days={figures} />
      </section>
    </div>
  );
}
