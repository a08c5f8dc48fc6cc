import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { fileStates } from "@/components/dashboard/file-states";
import { Badge } from "@/components/ui/badge";
import { Cover } from "@/components/ui/cover";
import { EndDate } from "@/components/ui/end-date";
import { FileIcon } from "@/components/ui/file-icon";
import { Money } from "@/components/ui/money";
import { parseUsd } from "@/lib/money";
import type { FileRow } from "@/lib/sellers/files/schema";
import { RowActions } from "./row-actions";
import { SelectedBar } from "./selected-bar";
import { type Selection, useSelection } from "./use-selection";

/** Files, one a row: a table on wide screens, cards on a phone. */
export function FileRows({ files }: { files: readonly FileRow[] }) {
  const t = useWords("sellers");
  const desk = useWords("desk");
  const selection = useSelection(files.map(({ id }) => id));
  return (
    <>
      <label className="inline-flex min-h-9 items-center gap-2 ps-4 text-sm pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={selection.isAll}
          onChange={() => selection.set(selection.isAll ? [] : files.map(({ id }) => id))}
        />
        {desk("selectAll")}
      </label>
      <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-lift">
        <table className="block w-full text-sm md:table">
          <caption className="sr-only">{t("files")}</caption>
          <thead className="sr-only md:not-sr-only md:table-header-group">
            <tr className="border-b border-line text-xs text-ink-soft [&_th]:px-2 [&_th]:py-2.5 [&_th]:font-medium">
              <th scope="col" className="text-start md:ps-4!">
                {t("file")}
              </th>
              <th scope="col" className="text-end">
                {desk("price")}
              </th>
              <th scope="col" className="text-start">
                {t("state")}
              </th>
              <th scope="col" className="text-end">
                {t("views")}
              </th>
              <th scope="col" className="text-end">
                {t("sales")}
              </th>
              <th scope="col" className="text-end">
                {t("received")}
              </th>
              <th scope="col" className="text-start">
                {t("onSaleUntil")}
              </th>
              <th scope="col">
                <span className="sr-only">{desk("actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody className="block divide-y divide-line md:table-row-group">
            {files.map((file) => (
              <Row key={file.id} file={file} selection={selection} />
            ))}
          </tbody>
        </table>
      </div>
      <SelectedBar selection={selection} />
    </>
  );
}

function Row({ file, selection }: { file: FileRow; selection: Selection }) {
  const t = useWords("sellers");
  const desk = useWords("desk");
  const { word, tone } = fileStates[file.state];
  return (
    <tr className="grid grid-cols-[1fr_auto] items-start gap-x-4 gap-y-1.5 p-4 md:table-row md:p-0 md:[&>td]:px-2 md:[&>td]:py-2 md:[&>th]:px-2 md:[&>th]:py-2">
      <th scope="row" className="col-span-2 min-w-0 text-start font-normal md:w-2/5 md:ps-4!">
        <span className="flex items-center gap-3">
          <input
            type="checkbox"
            aria-label={desk("selectFile", { title: file.title })}
            className="size-4 shrink-0 accent-accent pointer-coarse:size-5"
            checked={selection.has(file.id)}
            onChange={() => selection.toggle(file.id)}
          />
          <Picture file={file} />
          <span className="min-w-0">
            <a href={`/dashboard/files/${file.id}`} className="font-semibold wrap-anywhere hover:underline">
              <bdi>{file.title}</bdi>
            </a>
            <span className="block text-xs wrap-anywhere text-ink-soft">
              <bdi>{file.name}</bdi>
            </span>
          </span>
        </span>
      </th>
      <td className="font-semibold tabular-nums md:text-end md:whitespace-nowrap">
        {file.free ? t("free") : <Money microUsd={parseUsd(file.price) ?? 0n} />}
      </td>
      <td className="justify-self-end">
        <span className="inline-flex flex-wrap gap-1">
          <Badge tone={tone}>{t(word)}</Badge>
          {file.needs
            .filter((need) => need !== "suspended" && need !== "withheld")
            .map((need) => (
              <Badge key={need} tone="warn">
                {desk(`need_${need}`)}
              </Badge>
            ))}
        </span>
      </td>
      <Figure name={t("views")}>{file.views}</Figure>
      <Figure name={t("sales")}>{file.sales}</Figure>
      <Figure name={t("received")}>
        <Money microUsd={parseUsd(file.received) ?? 0n} />
      </Figure>
      <td className="col-span-2 text-ink-soft md:col-auto md:whitespace-nowrap">
        <span className="md:sr-only">{t(file.state === "ended" ? "wasOnSaleUntil" : "onSaleUntil")} </span>
        <EndDate iso={file.saleEndsAt} only="day" />
      </td>
      <td className="col-span-2 md:col-auto md:pe-3!">
        <RowActions file={file} />
      </td>
    </tr>
  );
}

/** Its name is in the table's head, or on a phone before it. */
function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <td className="col-span-2 flex justify-between gap-2 tabular-nums md:table-cell md:text-end md:whitespace-nowrap">
      <span aria-hidden="true" className="text-ink-soft md:hidden">
        {name}
      </span>
      <bdi>{children}</bdi>
    </td>
  );
}

/** The title beside it says what it is. */
function Picture({ file: { preview, mediaType } }: { file: FileRow }) {
  if (preview) return <Cover preview={preview} className="size-10" lazy />;
  return (
    <span className="grid size-10 shrink-0 place-items-center rounded-md bg-sunken text-ink-soft">
      <FileIcon mediaType={mediaType} className="size-5" />
    </span>
  );
}
