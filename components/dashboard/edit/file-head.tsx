import { useWords } from "#i18n";
import { fileStates } from "@/components/dashboard/file-states";
import { FactsLine } from "@/components/files/facts-line";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { formatBytes, formatMoney } from "@/components/ui/format";
import { parseUsd } from "@/lib/money";
import type { OwnFile } from "@/lib/products/files/schema";

/** What a file is, how it sells, and ways to see it as buyers do. */
export function FileHead({ file }: { file: OwnFile }) {
  const t = useWords("sellers");
  const editing = useWords("editing");
  const ui = useWords("ui");
  const { word, tone } = fileStates[file.state];
  const canTest = file.state === "on-sale" && !file.free;
  return (
    <header className="file-top space-y-4">
      <div className="space-y-1">
        <div className="flex items-start justify-between gap-4">
          <h1 className="min-w-0 text-xl wrap-anywhere">
            <bdi>{file.title}</bdi>
          </h1>
          <Badge tone={tone}>{t(word)}</Badge>
        </div>
        <p className="text-sm wrap-anywhere text-ink-soft">
          {t.rich("fileFacts", { name: <bdi>{file.name}</bdi>, size: formatBytes(file.size, ui) })}
        </p>
        <FactsLine of={file} />
      </div>
      <Numbers file={file} />
      <div className="flex flex-wrap gap-2">
        <CopyButton text={file.readableUrl ?? file.url} label={t("copyLink")} />
        <ButtonLink href={file.url} size="sm" look="secondary">
          {editing("viewAsBuyer")}
        </ButtonLink>
        {canTest && (
          <ButtonLink href={`/f/${file.id}/test`} size="sm" look="secondary">
            {editing("testPurchase")}
          </ButtonLink>
        )}
      </div>
    </header>
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
