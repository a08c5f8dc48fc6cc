import { useWords } from "#i18n";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Copyable } from "@/components/ui/copyable";
import { formatBytes } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Decision } from "@/lib/decisions/schema";
import { parseUsd } from "@/lib/money";
import type { FileRow, OperatorSeller, Page } from "@/lib/operator/schema";
import { ActButton } from "./act-button";
import { BlockForm } from "./block-form";
import { Decide } from "./decide-form";
import { DecisionList } from "./decision-list";
import { Facts } from "./facts";
import { FileRows } from "./file-table";
import { OlderLink } from "./list-tools";
import { QuotaForm } from "./quota-form";

type Props = {
  seller: OperatorSeller;
  files: Page<FileRow>;
  /** About the seller and the seller's files, the newest first. */
  decisions: Decision[];
  /** The id of the last decision about the seller. */
  last: string | null;
  operator: string;
  config: ClientConfig;
};

/** One seller, their files, what was decided, and what can be. */
export function SellerView({ seller, files, decisions, last, operator, config }: Props) {
  const t = useWords("operator");
  const on = { kind: "seller", id: seller.id } as const;
  return (
    <article aria-label={seller.name ?? seller.address} className="space-y-6">
      <Card className="space-y-5">
        <div className="flex items-start justify-between gap-4">
          <h1 className="min-w-0 text-2xl break-words">
            <bdi>{seller.name ?? t("unnamed")}</bdi>
          </h1>
          <span className="flex flex-wrap justify-end gap-2">
            <Badge tone={seller.isSuspended ? "warn" : "good"}>
              {t(seller.isSuspended ? "state_suspended" : "maySell")}
            </Badge>
            {seller.blockId && <Badge tone="bad">{t("blocked")}</Badge>}
          </span>
        </div>
        <Copyable text={seller.address} copyLabel={t("copyAddress")} />
        <SellerFacts seller={seller} />
        <QuotaForm sellerId={seller.id} quotaBytes={seller.quotaBytes} />
        <div className="flex flex-wrap gap-2">
          <Decide
            on={on}
            verdicts={[seller.isSuspended ? "lifted" : "suspended"]}
            after={last}
            {...{ operator, config }}
          />
          {seller.blockId ? (
            <ActButton method="DELETE" path={`/api/operator/blocks/${seller.blockId}`}>
              {t("unblock")}
            </ActButton>
          ) : (
            <BlockForm kind="wallet" value={seller.address} />
          )}
        </div>
      </Card>
      <section aria-labelledby="files" className="space-y-3">
        <h2 id="files" className="text-xl">
          {t("tab_files")}
        </h2>
        <FileRows files={files.rows} />
        <OlderLink before={files.before} />
      </section>
      <DecisionList decisions={decisions} />
    </article>
  );
}

function SellerFacts({ seller }: { seller: OperatorSeller }) {
  const t = useWords("operator");
  const ui = useWords("ui");
  const facts = [
    { name: t("sales"), value: seller.sales },
    { name: t("received"), value: <Money microUsd={parseUsd(seller.received) ?? 0n} /> },
    { name: t("filesCount"), value: seller.files },
    { name: t("since"), value: <Time iso={seller.createdAt} only="day" /> },
    { name: t("stored"), value: formatBytes(seller.storedBytes, ui) },
    { name: t("limit"), value: seller.limitBytes === null ? t("noLimit") : formatBytes(seller.limitBytes, ui) },
    ...(seller.contact ? [{ name: t("contact"), value: <bdi key="contact">{seller.contact}</bdi> }] : []),
  ];
  return <Facts facts={facts} />;
}
