import { useWords } from "#i18n";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { Decision, Verdict } from "@/lib/decisions/schema";
import { Who } from "./who";

const tones: Record<Verdict, BadgeTone> = {
  none: "plain",
  suspended: "warn",
  withheld: "bad",
  deleted: "bad",
  lifted: "good",
};

/** What was decided, and why, the newest first. */
export function DecisionList({ decisions }: { decisions: Decision[] }) {
  const t = useWords("operator");
  return (
    <section aria-labelledby="decisions" className="space-y-3">
      <h2 id="decisions" className="text-xl">
        {t("decisions")}
      </h2>
      {decisions.length === 0 && <p className="text-sm text-ink-soft">{t("noDecisions")}</p>}
      <ol className="space-y-3">
        {decisions.map((decision) => (
          <li key={decision.id} className="space-y-2 rounded-lg border border-line bg-surface p-4 text-sm shadow-lift">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Badge tone={tones[decision.verdict]}>{t(`verdict_${decision.verdict}`)}</Badge>
              <span className="font-semibold">{t(`ground_${decision.ground}`)}</span>
              <span className="text-ink-soft">
                <Time iso={decision.at} only="minute" />
              </span>
              <span className="text-ink-soft">
                <Who by={decision.by} />
              </span>
            </div>
            <p className="break-words whitespace-pre-line">
              <bdi>{decision.facts}</bdi>
            </p>
            {decision.legalBasis && (
              <p className="text-ink-soft">{t.rich("legalBasisGiven", { text: <bdi>{decision.legalBasis}</bdi> })}</p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
