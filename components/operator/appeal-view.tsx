import { useWords } from "#i18n";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Decision, Verdict } from "@/lib/decisions/schema";
import type { AppealDetails } from "@/lib/reports/schema";
import { Decide } from "./decide-form";
import { DecisionList } from "./decision-list";
import { Facts } from "./facts";
import { UpholdForm } from "./uphold-form";

type Props = {
  appeal: AppealDetails;
  /** All about the same file or seller, the newest first. */
  decisions: Decision[];
  operator: string;
  config: ClientConfig;
};

/** One appeal, the decision that it is about, and the buttons that decide. */
export function AppealView({ appeal, decisions, operator, config }: Props) {
  const t = useWords("operator");
  const { decision } = appeal;
  return (
    <article aria-label={t("appeal")} className="space-y-6">
      <Card className="space-y-5">
        <div className="flex items-start justify-between gap-4">
          <h1 className="text-2xl">{t(`appealBy_${appeal.by}`)}</h1>
          <Badge tone={appeal.state === "open" ? "warn" : "plain"}>{t(`appeal_${appeal.state}`)}</Badge>
        </div>
        <p className="break-words whitespace-pre-line">
          <bdi>{appeal.text}</bdi>
        </p>
        <AppealFacts appeal={appeal} />
        {appeal.reasons && (
          <p className="break-words whitespace-pre-line text-ink-soft">
            {t.rich("reasonsGiven", { text: <bdi>{appeal.reasons}</bdi> })}
          </p>
        )}
        {appeal.state === "open" && (
          <div className="space-y-3">
            <p className="text-sm text-ink-soft">{t("reverseOrUphold")}</p>
            <UpholdForm appealId={appeal.id} />
            <Decide
              on={decision.on}
              occasion={{ kind: "appeal", id: appeal.id }}
              verdicts={reversals(decision.on.kind, decision.verdict)}
              after={appeal.after}
              {...{ operator, config }}
            />
          </div>
        )}
      </Card>
      <DecisionList decisions={decisions} />
    </article>
  );
}

/** A reversal is another verdict. What was deleted cannot be withheld or suspended. */
function reversals(kind: "file" | "seller", verdict: Verdict): Verdict[] {
  const all: Verdict[] = kind === "seller" ? ["lifted", "suspended"] : ["lifted", "suspended", "withheld", "deleted"];
  const possible = verdict === "deleted" ? all.slice(0, 1) : all;
  const nothingToLift = verdict === "none" || verdict === "lifted";
  return possible.filter((one) => one !== verdict && !(one === "lifted" && nothingToLift));
}

function AppealFacts({ appeal: { decision, file, report, sentAt } }: { appeal: AppealDetails }) {
  const t = useWords("operator");
  const facts = [
    { name: t("time"), value: <Time iso={sentAt} only="minute" /> },
    {
      name: t("decision"),
      value: (
        <>
          {t(`verdict_${decision.verdict}`)}, <Time iso={decision.at} only="minute" />
        </>
      ),
    },
    ...(file
      ? [
          {
            name: t("file"),
            value: (
              <a href={`/operator/files/${file.id}`} className="underline underline-offset-2">
                <bdi>{file.title}</bdi>
              </a>
            ),
          },
        ]
      : []),
    ...(report
      ? [
          {
            name: t("report"),
            value: (
              <a href={`/operator/reports/${report.id}`} className="underline underline-offset-2">
                <bdi>{report.number}</bdi>
              </a>
            ),
          },
        ]
      : []),
  ];
  return <Facts facts={facts} />;
}
