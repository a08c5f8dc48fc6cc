import { useWords } from "#i18n";
import { EmbedFold } from "@/components/files/embed-fold";
import { FactsLine } from "@/components/files/facts-line";
import type { SellerLimits } from "@/components/files/sell-draft";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { EndDate } from "@/components/ui/end-date";
import { formatBytes, formatMoney } from "@/components/ui/format";
import type { ClientConfig } from "@/lib/client-config/schema";
import { parseUsd } from "@/lib/money";
import type { FileState, OwnFile } from "@/lib/products/files/schema";
import { DeleteFile } from "./delete-file";
import { EditDates } from "./edit-dates";
import { EditPrice } from "./edit-price";
import { EditText } from "./edit-text";
import { GiftLinks } from "./gift-links";
import { KeepFile, WhoExtends } from "./keep-file";
import { PreviewsOfFile } from "./previews-of-file";
import { ReplaceFile } from "./replace-file";
import { SwitchFile } from "./switch-file";
import { VersionList } from "./version-list";

const states = {
  "on-sale": { word: "onSale", tone: "good" },
  paused: { word: "paused", tone: "warn" },
  ended: { word: "ended", tone: "plain" },
  suspended: { word: "suspended", tone: "bad" },
  withheld: { word: "withheld", tone: "bad" },
  removed: { word: "removed", tone: "plain" },
} as const satisfies Record<FileState, { word: string; tone: BadgeTone }>;

/** The seller's files, newest first, each with what can be done to it. */
type Props = {
  files: OwnFile[];
  hasSold: boolean;
  limits: SellerLimits;
  config: ClientConfig;
  /** Where a file is put on sale; null for a wallet that may not sell. */
  sellPath: string | null;
};

export function FileList({ files, hasSold, limits, config, sellPath }: Props) {
  const t = useWords("sellers");
  if (files.length === 0) {
    return (
      <Card className="space-y-4 text-center">
        <p className="text-ink-soft">{t(sellPath === null ? "mayNotSell" : hasSold ? "noFilesNow" : "noFilesYet")}</p>
        {sellPath !== null && <ButtonLink href={sellPath}>{t("sellFile")}</ButtonLink>}
      </Card>
    );
  }
  return (
    <ul className="space-y-4">
      {files.map((file) => (
        <li key={file.id}>
          <FileCard file={file} limits={limits} config={config} />
        </li>
      ))}
    </ul>
  );
}

function FileCard({ file, limits, config }: Pick<Props, "limits" | "config"> & { file: OwnFile }) {
  const t = useWords("sellers");
  const ui = useWords("ui");
  const { word, tone } = states[file.state];
  return (
    <article
      id={`file-${file.id}`}
      aria-label={file.title}
      className="space-y-4 rounded-lg border border-line bg-surface p-4 shadow-lift sm:p-5"
    >
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h3 className="text-base break-words">
            <a href={file.url} className="hover:underline">
              <bdi>{file.title}</bdi>
            </a>
          </h3>
          <p className="text-sm break-words text-ink-soft">
            {t.rich("fileFacts", { name: <bdi>{file.name}</bdi>, size: formatBytes(file.size, ui) })}
          </p>
          <FactsLine of={file} />
        </div>
        <Badge tone={tone}>{t(word)}</Badge>
      </div>
      <EditPrice file={file} />
      <Numbers file={file} />
      <Dates file={file} />
      <VersionList file={file} />
      <PreviewsOfFile file={file} />
      <div className="flex flex-wrap gap-2">
        <CopyButton text={file.url} label={t("copyLink")} />
        <EditText file={file} limits={limits} />
        <EditDates file={file} rules={limits} config={config} />
        <KeepFile file={file} config={config} />
        <ReplaceFile file={file} limits={limits} config={config} />
        <GiftLinks file={file} />
        <SwitchFile file={file} what="paused" />
        {limits.hasList && <SwitchFile file={file} what="listed" />}
        <DeleteFile file={file} />
      </div>
      <WhoExtends file={file} config={config} />
      <EmbedFold file={file} />
    </article>
  );
}

function Numbers({ file }: { file: OwnFile }) {
  const t = useWords("sellers");
  const numbers = [
    { name: t("views"), value: file.views },
    { name: t("priceChecks"), value: file.priceChecks },
    { name: t("sales"), value: file.sales },
    { name: t("received"), value: formatMoney(parseUsd(file.received) ?? 0n, t.locale) },
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-2 text-sm sm:grid-cols-[repeat(4,auto)_1fr]">
      {numbers.map(({ name, value }) => (
        <div key={name}>
          <dt className="text-xs text-ink-soft">{name}</dt>
          <dd className="font-semibold tabular-nums">
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Dates({ file }: { file: OwnFile }) {
  const t = useWords("sellers");
  const ending = file.storageEnding;
  const dates = [
    { name: file.state === "ended" ? t("wasOnSaleUntil") : t("onSaleUntil"), iso: file.saleEndsAt },
    {
      name: file.bytesGoneAt ? t("deleted") : file.keptUntil ? t("keptUntil") : t("storedUntil"),
      iso: file.bytesGoneAt ? file.storedUntil : (file.keptUntil ?? file.storedUntil),
    },
    ...(ending?.why === "ended" && !file.bytesGoneAt ? [{ name: t("operatorEnds"), iso: ending.at }] : []),
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-2 text-sm sm:flex sm:flex-wrap">
      {dates.map(({ name, iso }) => (
        <div key={name}>
          <dt className="text-xs text-ink-soft">{name}</dt>
          <dd>
            <EndDate iso={iso} only="day" />
          </dd>
        </div>
      ))}
      <div>
        <dt className="text-xs text-ink-soft">{t("buyersMayDownload")}</dt>
        <dd>
          {file.downloadDays === null
            ? t(file.keptUntil ? "daysWhileKept" : "daysWithoutEnd")
            : t("days", { count: file.downloadDays })}
        </dd>
      </div>
    </dl>
  );
}
