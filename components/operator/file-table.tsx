import { useWords } from "#i18n";
import { ShortCode } from "@/components/ui/code";
import { formatBytes } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Time } from "@/components/ui/time";
import { parseUsd } from "@/lib/money";
import type { FileRow, Page } from "@/lib/operator/schema";
import { OlderLink, SearchForm } from "./list-tools";
import { StateBadge } from "./state-badge";
import { Table } from "./table";

/** All files, with search. */
export function FileTable({ query, page }: { query: string; page: Page<FileRow> }) {
  const t = useWords("operator");
  return (
    <section aria-labelledby="files" className="space-y-4">
      <h1 id="files" className="text-2xl">
        {t("tab_files")}
      </h1>
      <SearchForm query={query} hint={t("searchFilesHint")} />
      <FileRows files={page.rows} />
      <OlderLink before={page.before} query={{ q: query }} />
    </section>
  );
}

/** Files in a table, each a link to its page. */
export function FileRows({ files }: { files: FileRow[] }) {
  const t = useWords("operator");
  const ui = useWords("ui");
  const head = [t("file"), t("seller"), t("state"), t("size"), t("sales"), t("received"), t("since")];
  const rows = files.map((file) => ({
    key: file.id,
    cells: [
      <a key="file" href={`/operator/files/${file.id}`} className="underline underline-offset-2">
        <bdi>{file.title}</bdi>
      </a>,
      <a key="seller" href={`/operator/sellers/${file.seller.id}`} className="underline underline-offset-2">
        {file.seller.name ? <bdi>{file.seller.name}</bdi> : <ShortCode code={file.seller.address} />}
      </a>,
      <StateBadge key="state" state={file.state} />,
      formatBytes(file.size, ui),
      file.sales,
      <Money key="received" microUsd={parseUsd(file.received) ?? 0n} />,
      <Time key="since" iso={file.createdAt} only="day" />,
    ],
  }));
  return <Table head={head} rows={rows} empty={t("noneFound")} />;
}
