import { useWords } from "#i18n";
import { Button, ButtonLink } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { Field } from "@/components/ui/field";
import { Time } from "@/components/ui/time";
import type { AuditLine } from "@/lib/audit/schema";
import type { Page } from "@/lib/operator/schema";
import { OlderLink } from "./list-tools";
import { Table } from "./table";
import { Who } from "./who";

/** The audit log, with filters and export. */
export function AuditTable({ query, page }: { query: Record<string, string>; page: Page<AuditLine> }) {
  const t = useWords("operator");
  const { act = "", by = "", subject = "" } = query;
  const filters = { act, by, subject };
  const head = [t("act"), t("time"), t("doneBy"), t("subject"), t("detail")];
  const rows = page.rows.map((line) => ({
    key: line.id,
    cells: [
      <bdi key="act" translate="no" className="font-mono">
        {line.act}
      </bdi>,
      <Time key="time" iso={line.at} only="minute" />,
      <Who key="by" by={line.by} />,
      line.subject ? <Subject key="subject" subject={line.subject} /> : "–",
      <Detail key="detail" detail={line.detail} />,
    ],
  }));
  return (
    <section aria-labelledby="audit" className="space-y-4">
      <h1 id="audit" className="text-2xl">
        {t("tab_audit")}
      </h1>
      <search>
        <form className="grid gap-3 sm:grid-cols-[1fr_1fr_1fr_auto] sm:items-end">
          <Field label={t("act")} name="act" defaultValue={act} placeholder="decided" dir="ltr" autoComplete="off" />
          <Field
            label={t("doneBy")}
            name="by"
            defaultValue={by}
            placeholder="operator 0x…"
            dir="ltr"
            autoComplete="off"
          />
          <Field
            label={t("subject")}
            name="subject"
            defaultValue={subject}
            placeholder="file 3Fa…"
            dir="ltr"
            autoComplete="off"
          />
          <Button type="submit">{t("find")}</Button>
        </form>
      </search>
      <div className="flex flex-wrap gap-2">
        {(["csv", "ndjson"] as const).map((format) => (
          <ButtonLink
            key={format}
            look="secondary"
            size="sm"
            href={`/api/operator/audit?${new URLSearchParams({ ...filters, format })}`}
            download
          >
            {t("export", { format: format.toUpperCase() })}
          </ButtonLink>
        ))}
      </div>
      <Table head={head} rows={rows} empty={t("noneFound")} />
      <OlderLink before={page.before} query={filters} />
    </section>
  );
}

const pages: Record<string, string> = {
  file: "/operator/files/",
  seller: "/operator/sellers/",
  report: "/operator/reports/",
  appeal: "/operator/appeals/",
};

function Subject({ subject: { kind, id } }: { subject: { kind: string; id: string } }) {
  const page = pages[kind];
  const words = (
    <>
      <bdi>{kind}</bdi> <ShortCode code={id} start={10} />
    </>
  );
  return page ? (
    <a href={`${page}${encodeURIComponent(id)}`} className="underline underline-offset-2">
      {words}
    </a>
  ) : (
    words
  );
}

function Detail({ detail }: { detail: AuditLine["detail"] }) {
  const entries = Object.entries(detail).filter(([, value]) => value !== null);
  if (entries.length === 0) return "–";
  return (
    <bdi className="block text-xs break-all text-ink-soft" dir="ltr">
      {entries.map(([name, value]) => `${name}: ${value}`).join(" · ")}
    </bdi>
  );
}
