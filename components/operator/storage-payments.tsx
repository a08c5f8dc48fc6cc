import { useWords } from "#i18n";
import { ShortCode } from "@/components/ui/code";
import { formatBytes } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Key } from "@/lib/i18n/words";
import { parseUsd } from "@/lib/money";
import type { Page, StorageMoney, StoragePayment } from "@/lib/operator/schema";
import { OlderLink } from "./list-tools";
import { OwedStorage } from "./owed-storage";
import { StorageMoneyView } from "./storage-money";
import { Table } from "./table";

type Props = {
  page: Page<StoragePayment>;
  money: StorageMoney | null;
  which: "all" | "owed";
  config: ClientConfig;
};

/** Payments for storage with their transactions, and what is owed of them. */
export function StoragePayments({ page, money, which, config }: Props) {
  const t = useWords("keeping");
  const head = [t("time"), t("what"), t("amount"), t("payer"), t("state"), t("transaction"), t("owed")];
  const rows = page.rows.map((payment) => ({
    key: payment.paymentId,
    cells: [
      <Time key="time" iso={payment.at} only="minute" />,
      <What key="what" payment={payment} />,
      <Money key="amount" microUsd={parseUsd(payment.amount) ?? 0n} />,
      <ShortCode key="payer" code={payment.payer} />,
      t(`state_${payment.state}` as Key<"keeping">),
      <Transaction key="transaction" payment={payment} />,
      <OwedStorage key="owed" payment={payment} config={config} />,
    ],
  }));
  return (
    <section aria-labelledby="storage" className="space-y-4">
      <h1 id="storage" className="text-2xl">
        {t("title")}
      </h1>
      {money && <StorageMoneyView money={money} />}
      <p className="text-sm">
        <a href={which === "owed" ? "/operator/storage" : "?which=owed"} className="underline underline-offset-2">
          {which === "owed" ? t("seeAll") : t("seeOwed")}
        </a>
      </p>
      <Table head={head} rows={rows} empty={which === "owed" ? t("noneOwed") : t("none")} />
      <OlderLink before={page.before} query={which === "owed" ? { which } : {}} />
    </section>
  );
}

function What({ payment: { kind, on, days, size } }: { payment: StoragePayment }) {
  const t = useWords("keeping");
  const ui = useWords("ui");
  return (
    <>
      {t(`kind_${kind}` as Key<"keeping">)}
      {on?.kind === "file" && (
        <a href={`/operator/files/${on.id}`} className="block underline underline-offset-2">
          <bdi>{on.title ?? on.id}</bdi>
        </a>
      )}
      <span className="block text-xs text-ink-soft">
        {formatBytes(size, ui)}, {t("days", { count: days })}
      </span>
    </>
  );
}

function Transaction({ payment: { transaction, transactionUrl, networkName } }: { payment: StoragePayment }) {
  if (!transaction) return "–";
  const code = <ShortCode code={transaction} />;
  return (
    <>
      {transactionUrl ? <a href={transactionUrl}>{code}</a> : code}
      <bdi className="block text-xs text-ink-soft">{networkName}</bdi>
    </>
  );
}
