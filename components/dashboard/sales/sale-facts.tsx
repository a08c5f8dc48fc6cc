import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { AgreedRefunds } from "@/components/offers/agreed-refunds";
import { Copyable } from "@/components/ui/copyable";
import { Time } from "@/components/ui/time";
import type { SaleDetails } from "@/lib/seller-pages/schema";
import { noAddress, salesHref } from "./sales-address";
import { Transaction } from "./transaction";

/** What was paid, by whom, when, on which terms, and where the chain shows it. */
export function SaleFacts({ sale }: { sale: SaleDetails }) {
  const t = useWords("sales");
  const sellers = useWords("sellers");
  const link = "underline underline-offset-2";
  return (
    <>
      <dl className="space-y-2.5 text-sm">
        <Fact name={t("buyer")}>
          <Copyable text={sale.payer} copyLabel={t("copyBuyer")} />
          <a href={salesHref(noAddress, { q: sale.payer })} className={link}>
            {t("ofBuyer")}
          </a>
        </Fact>
        <Fact name={t("paidTo")}>
          <Copyable text={sale.payTo} copyLabel={t("copyPaidTo")} />
        </Fact>
        <Fact name={sellers("transaction")}>
          <Transaction sale={sale} />
        </Fact>
        <Fact name={t("presented")}>
          <Time iso={sale.presentedAt} />
        </Fact>
        {sale.settledAt && (
          <Fact name={t("settled")}>
            <Time iso={sale.settledAt} />
          </Fact>
        )}
        {sale.blockTime && (
          <Fact name={t("inBlock")}>
            <Time iso={sale.blockTime} />
          </Fact>
        )}
        <Fact name={t("version")}>
          {t.rich("versionNamed", {
            number: sale.version,
            name: <bdi className="wrap-anywhere">{sale.versionName}</bdi>,
          })}
        </Fact>
        <Fact name={t("agreed")}>
          <p>{sale.downloadDays === null ? t("endlessAgreed") : t("daysAgreed", { count: sale.downloadDays })}</p>
          <p>
            <AgreedRefunds of={sale} />
          </p>
          {sale.withdrawalWaivedAt && (
            <p>{t.rich("waived", { date: <Time iso={sale.withdrawalWaivedAt} only="day" /> })}</p>
          )}
        </Fact>
        <Fact name={t("paymentId")}>
          <Copyable text={sale.paymentId} copyLabel={t("copyPaymentId")} />
        </Fact>
      </dl>
      <ul className="flex flex-wrap gap-x-5 gap-y-2 text-sm">
        {sale.settledAt && sale.state !== "reverted" && (
          <li>
            <a href={`/f/${sale.fileId}/receipts/${sale.paymentId}`} className={link}>
              {t("seeReceipt")}
            </a>
          </li>
        )}
        <li>
          <a href={salesHref(noAddress, { file: sale.fileId })} className={link}>
            {t("ofThisFile")}
          </a>
        </li>
        {!sale.isFileRemoved && (
          <li>
            <a href={`/dashboard/files/${sale.fileId}`} className={link}>
              {t("openFile")}
            </a>
          </li>
        )}
      </ul>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="space-y-1">{children}</dd>
    </div>
  );
}
