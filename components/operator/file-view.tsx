import { useWords } from "#i18n";
import { Card } from "@/components/ui/card";
import { ShortCode } from "@/components/ui/code";
import { EndDate } from "@/components/ui/end-date";
import { formatBytes } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import { type Decision, type Verdict, verdictInForce } from "@/lib/decisions/schema";
import { parseUsd } from "@/lib/money";
import type { OperatorFile } from "@/lib/operator/schema";
import type { ReportSummary } from "@/lib/reports/schema";
import { Decide } from "./decide-form";
import { DecisionList } from "./decision-list";
import { EndStorage } from "./end-storage";
import { Facts } from "./facts";
import { ReportRows } from "./report-table";
import { StateBadge } from "./state-badge";
import { Versions } from "./versions";

type Props = {
  file: OperatorFile;
  decisions: Decision[];
  reports: ReportSummary[];
  operator: string;
  config: ClientConfig;
};

/** One file, what was decided about it, and what can be. */
export function FileView({ file, decisions, reports, operator, config }: Props) {
  const t = useWords("operator");
  const last = decisions[0] ?? null;
  return (
    <article aria-label={file.title} className="space-y-6">
      <Card className="space-y-5">
        <div className="flex items-start justify-between gap-4">
          <div className="min-w-0">
            <h1 className="text-2xl break-words">
              <bdi>{file.title}</bdi>
            </h1>
            <a href={file.url} className="text-sm break-all underline underline-offset-2">
              <bdi>{file.url}</bdi>
            </a>
          </div>
          <StateBadge state={file.state} />
        </div>
        {file.description && (
          <p className="text-sm break-words whitespace-pre-line">
            <bdi>{file.description}</bdi>
          </p>
        )}
        <FileFacts file={file} />
        <EndStorage
          fileId={file.id}
          mayEnd={file.mayEndStorage}
          mayLose={file.versions.some(({ bytesGoneAt }) => bytesGoneAt === null)}
        />
        <Decide
          on={{ kind: "file", id: file.id }}
          verdicts={verdictsFor(file, decisions)}
          after={last?.id ?? null}
          {...{ operator, config }}
        />
      </Card>
      <Versions versions={file.versions} />
      <DecisionList decisions={decisions} />
      {reports.length > 0 && (
        <section aria-labelledby="reports" className="space-y-3">
          <h2 id="reports" className="text-xl">
            {t("reportsOfFile")}
          </h2>
          <ReportRows reports={reports} />
        </section>
      )}
      <p className="text-sm">
        <a href={`/operator/audit?subject=file+${file.id}`} className="underline underline-offset-2">
          {t("inTheLog")}
        </a>
      </p>
    </article>
  );
}

/** What would change something. */
function verdictsFor({ state, versions }: OperatorFile, decisions: Decision[]): Verdict[] {
  const isGone = versions.every(({ bytesGoneAt }) => bytesGoneAt !== null);
  const inForce = verdictInForce(decisions);
  const all: [Verdict, boolean][] = [
    ["suspended", inForce === null && state !== "removed"],
    ["withheld", inForce !== "withheld" && inForce !== "deleted" && !isGone],
    ["lifted", inForce === "suspended" || inForce === "withheld"],
    ["deleted", inForce !== "deleted" && !isGone],
  ];
  return all.filter(([, isOffered]) => isOffered).map(([verdict]) => verdict);
}

function FileFacts({ file }: { file: OperatorFile }) {
  const t = useWords("operator");
  const ui = useWords("ui");
  const words = useWords("keeping");
  const { seller } = file;
  const facts = [
    {
      name: t("seller"),
      value: (
        <a href={`/operator/sellers/${seller.id}`} className="underline underline-offset-2">
          {seller.name ? <bdi>{seller.name}</bdi> : <ShortCode code={seller.address} />}
        </a>
      ),
    },
    { name: t("price"), value: <Money microUsd={parseUsd(file.price) ?? 0n} /> },
    { name: t("sales"), value: file.sales },
    { name: t("received"), value: <Money microUsd={parseUsd(file.received) ?? 0n} /> },
    { name: t("views"), value: file.views },
    { name: t("complaints"), value: file.complaints },
    ...(file.refundsDue > 0 ? [{ name: t("refundsDue"), value: file.refundsDue }] : []),
    { name: t("size"), value: formatBytes(file.size, ui) },
    { name: t("since"), value: <Time iso={file.createdAt} only="day" /> },
    { name: t("onSaleUntil"), value: <EndDate iso={file.onSaleUntil} only="day" /> },
    ...(file.keptUntil ? [{ name: words("keptUntil"), value: <Time iso={file.keptUntil} only="day" /> }] : []),
    ...endingOf(file).map(({ word, iso }) => ({ name: words(word), value: <Time iso={iso} only="day" /> })),
    ...(file.removedAt ? [{ name: t("state_removed"), value: <Time iso={file.removedAt} only="day" /> }] : []),
  ];
  return <Facts facts={facts} />;
}

/** What the operator did to its storage. */
function endingOf({ storageEndsAt, bytesLostAt }: OperatorFile): { word: "lostAt" | "endsAt"; iso: string }[] {
  if (bytesLostAt) return [{ word: "lostAt", iso: bytesLostAt }];
  return storageEndsAt ? [{ word: "endsAt", iso: storageEndsAt }] : [];
}
