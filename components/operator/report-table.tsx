import { useWords } from "#i18n";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/operator/schema";
import type { AppealDetails, ReportSummary } from "@/lib/reports/schema";
import { OlderLink, SearchForm } from "./list-tools";
import { ReportReason } from "./report-reason";
import { StateLinks } from "./state-links";
import { Table } from "./table";

type Props = {
  state: "open" | "decided";
  /** What was searched for. */
  number?: string;
  reports: Page<ReportSummary>;
  appeals: AppealDetails[];
};

/** Reports and appeals: those that wait, or those that were decided. */
export function ReportTable({ state, number, reports, appeals }: Props) {
  const t = useWords("operator");
  return (
    <div className="space-y-8">
      <section aria-labelledby="reports" className="space-y-4">
        <h1 id="reports" className="text-2xl">
          {t("tab_reports")}
        </h1>
        <SearchForm query={number ?? ""} hint={t("searchReportsHint")} />
        <StateLinks state={number ? null : state} />
        <ReportRows reports={reports.rows} />
        <OlderLink before={reports.before} query={number ? { q: number } : { state }} />
      </section>
      {!number && (
        <section aria-labelledby="appeals" className="space-y-4">
          <h2 id="appeals" className="text-xl">
            {t("appeals")}
          </h2>
          <AppealRows appeals={appeals} />
        </section>
      )}
    </div>
  );
}

/** Reports in a table, each a link to its page. */
export function ReportRows({ reports }: { reports: ReportSummary[] }) {
  const t = useWords("operator");
  const head = [t("report"), t("reason"), t("file"), t("state"), t("time")];
  const rows = reports.map((report) => ({
    key: report.id,
    cells: [
      <a key="number" href={`/operator/reports/${report.id}`} className="underline underline-offset-2">
        <bdi translate="no">{report.number}</bdi>
      </a>,
      <ReportReason key="reason" reason={report.reason} />,
      <a key="file" href={`/operator/files/${report.file.id}`} className="underline underline-offset-2">
        <bdi>{report.file.title}</bdi>
      </a>,
      <Badge key="state" tone={report.state === "open" ? "warn" : "plain"}>
        {t(`report_${report.state}`)}
      </Badge>,
      <Time key="time" iso={report.sentAt} only="minute" />,
    ],
  }));
  return <Table head={head} rows={rows} empty={t("noReports")} />;
}

function AppealRows({ appeals }: { appeals: AppealDetails[] }) {
  const t = useWords("operator");
  const head = [t("appeal"), t("decision"), t("file"), t("state"), t("time")];
  const rows = appeals.map(({ id, by, decision, file, state, sentAt }) => ({
    key: id,
    cells: [
      <a key="appeal" href={`/operator/appeals/${id}`} className="underline underline-offset-2">
        {t(`appealBy_${by}`)}
      </a>,
      t(`verdict_${decision.verdict}`),
      <bdi key="file">{file?.title ?? t("seller")}</bdi>,
      <Badge key="state" tone={state === "open" ? "warn" : "plain"}>
        {t(`appeal_${state}`)}
      </Badge>,
      <Time key="time" iso={sentAt} only="minute" />,
    ],
  }));
  return <Table head={head} rows={rows} empty={t("noAppeals")} />;
}
