import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import { type Decision, type Verdict, verdictInForce } from "@/lib/decisions/schema";
import type { ReportDetails } from "@/lib/reports/schema";
import { Decide } from "./decide-form";
import { DecisionList } from "./decision-list";
import { Facts } from "./facts";
import { ReportReason } from "./report-reason";
import { ReportRows } from "./report-table";

type Props = { report: ReportDetails; operator: string; config: ClientConfig };

/** One report, with what is known about the file, its seller and the sender, and the buttons that decide. */
export function ReportView({ report, operator, config }: Props) {
  const t = useWords("operator");
  return (
    <article aria-label={report.number} className="space-y-6">
      <Card className="space-y-5">
        <div className="flex items-start justify-between gap-4">
          <h1 className="text-2xl">
            <bdi translate="no">{report.number}</bdi>
          </h1>
          <Badge tone={report.state === "open" ? "warn" : "plain"}>{t(`report_${report.state}`)}</Badge>
        </div>
        <p className="font-semibold">
          <ReportReason reason={report.reason} />
        </p>
        {report.erasedAt ? (
          <Notice>{t.rich("erased", { date: <Time iso={report.erasedAt} only="day" /> })}</Notice>
        ) : (
          <p className="break-words whitespace-pre-line">
            <bdi>{report.explanation}</bdi>
          </p>
        )}
        <ReportFacts report={report} />
        {report.state === "open" && (
          <Decide
            on={{ kind: "file", id: report.file.id }}
            occasion={{ kind: "report", id: report.id, others: report.others.map(({ id }) => id) }}
            verdicts={verdictsFor(report.decisions)}
            after={report.after}
            {...{ operator, config }}
          />
        )}
      </Card>
      {report.others.length > 0 && (
        <section aria-labelledby="others" className="space-y-3">
          <h2 id="others" className="text-xl">
            {t("otherReports")}
          </h2>
          <ReportRows reports={report.others} />
        </section>
      )}
      <DecisionList decisions={report.decisions} />
    </article>
  );
}

function ReportFacts({ report }: { report: ReportDetails }) {
  const t = useWords("operator");
  const typed = (text: string | null): ReactNode => text && <bdi>{text}</bdi>;
  const all: { name: string; value: ReactNode }[] = [
    {
      name: t("file"),
      value: (
        <a href={`/operator/files/${report.file.id}`} className="underline underline-offset-2">
          <bdi>{report.file.title}</bdi>
        </a>
      ),
    },
    {
      name: t("seller"),
      value: (
        <a href={`/operator/sellers/${report.sellerId}`} className="underline underline-offset-2">
          {t("strikes", { count: report.strikes })}
        </a>
      ),
    },
    { name: t("time"), value: <Time iso={report.sentAt} only="minute" /> },
    { name: t("sender"), value: report.sender && t("senderReports", report.sender) },
    { name: t("location"), value: typed(report.location) },
    { name: t("messageOfBuyer"), value: typed(report.message?.text ?? null) },
    { name: t("answerOfSeller"), value: typed(report.message?.reply ?? null) },
    { name: t("senderName"), value: typed(report.name) },
    { name: t("senderEmail"), value: typed(report.email) },
    { name: t("work"), value: typed(report.work) },
    { name: t("owner"), value: typed(report.owner) },
    { name: t("contact"), value: typed(report.contact) },
    { name: t("signature"), value: typed(report.signature) },
  ];
  return <Facts facts={all.filter(({ value }) => value)} />;
}

/** No less than what is in force: to suspend a file that is withheld would open it to its buyers. */
function verdictsFor(decisions: Decision[]): Verdict[] {
  const order: Verdict[] = ["none", "suspended", "withheld", "deleted"];
  const inForce = order.indexOf(verdictInForce(decisions) ?? "none");
  return order.filter((verdict, at) => verdict === "none" || at > inForce);
}
