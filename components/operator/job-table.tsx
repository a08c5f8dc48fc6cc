import { useWords } from "#i18n";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { JobLine } from "@/lib/operator/schema";
import { English } from "./attention-items";
import { Table } from "./table";

/** The jobs of this process and their last runs. */
export function JobTable({ jobs }: { jobs: JobLine[] }) {
  const t = useWords("operator");
  const head = [t("job"), t("state"), t("lastRun"), t("took"), t("runs"), t("lastError")];
  const rows = jobs.map((job) => ({
    key: job.name,
    cells: [
      <bdi key="job" translate="no" className="font-mono">
        {job.name}
      </bdi>,
      <JobState key="state" job={job} />,
      job.startedAt ? <Time key="last" iso={job.startedAt} only="minute" /> : "–",
      job.tookMs === null ? "–" : t("milliseconds", { count: job.tookMs }),
      job.failures > 0 ? t("runsFailed", { runs: job.runs, failed: job.failures }) : job.runs,
      job.failed ? (
        <span key="error">
          <Time iso={job.failed.at} only="minute" />
          <English>{job.failed.message}</English>
        </span>
      ) : (
        "–"
      ),
    ],
  }));
  return (
    <section aria-labelledby="jobs" className="space-y-4">
      <h1 id="jobs" className="text-2xl">
        {t("tab_jobs")}
      </h1>
      <p className="text-sm text-ink-soft">{t("jobsSince")}</p>
      <Table head={head} rows={rows} empty={t("noneFound")} />
    </section>
  );
}

function JobState({ job }: { job: JobLine }) {
  const t = useWords("operator");
  if (job.failed && (job.succeededAt === null || job.succeededAt < job.failed.at)) {
    return <Badge tone="bad">{t("jobFailed")}</Badge>;
  }
  return job.isRunning ? <Badge>{t("jobRunning")}</Badge> : <Badge tone="good">{t("jobFine")}</Badge>;
}
