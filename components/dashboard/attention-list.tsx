import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { ComplaintList } from "@/components/complaints/complaint-list";
import { complaintsQuery } from "@/components/complaints/queries";
import type { DateRules } from "@/components/files/sell-draft";
import { EndDate } from "@/components/ui/end-date";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import type { Overview } from "@/lib/seller-pages/schema";
import type { LostFile } from "@/lib/sellers/schema";
import { type Attention, needsAttention } from "./attention";
import { EditDates } from "./edit-dates";
import { KeepFile } from "./keep-file";

type Props = Pick<Overview, "files" | "lost" | "sales" | "refundsDue" | "refusedOn" | "payTo" | "salesWaitFor"> & {
  rules: DateRules;
  config: ClientConfig;
};

/** As many refunds that are due are counted. */
const REFUNDS_COUNTED = 50;

/** What needs the seller's attention, including complaints; nothing if there is nothing. */
export function AttentionList(props: Props) {
  const { files, lost, sales, refundsDue, refusedOn, payTo, salesWaitFor, rules, config } = props;
  const t = useWords("sellers");
  const { data } = useQuery(complaintsQuery);
  const found = needsAttention({ files, sales }, Date.now());
  const own = [...found, ...lost, ...refusedOn];
  if (own.length === 0 && refundsDue === 0 && !salesWaitFor && !data?.complaints.length) return null;
  return (
    <section aria-label={t("attention")} className="space-y-3">
      {salesWaitFor && (
        <Notice tone="warn" title={t(`restored_${salesWaitFor}`)}>
          <p>{t.rich(`restored_${salesWaitFor}Why`, { address: <bdi>{payTo}</bdi> })}</p>
        </Notice>
      )}
      {refusedOn.map((network) => (
        <Notice key={network} tone="warn" title={t("payeeRefused", { network })}>
          <p>{t.rich("payeeRefusedWhy", { address: <bdi>{payTo}</bdi> })}</p>
        </Notice>
      ))}
      {refundsDue > 0 && <RefundsDue count={refundsDue} />}
      {lost.map((one) => (
        <Lost key={one.id} one={one} />
      ))}
      {found.map((one) => (
        <One
          key={one.kind === "slow-payment" ? one.sale.paymentId : one.file.id}
          one={one}
          rules={rules}
          config={config}
        />
      ))}
      <ComplaintList />
    </section>
  );
}

function RefundsDue({ count }: { count: number }) {
  const t = useWords("overview");
  return (
    <Notice tone="bad" title={t(count < REFUNDS_COUNTED ? "refundsDue" : "refundsDueMany", { count })}>
      <p>{t("refundsDueWhy")}</p>
      <a href="/dashboard/sales?state=refund-due" className="font-semibold underline underline-offset-2">
        {t("refundsDueSee")}
      </a>
    </Notice>
  );
}

/** Its page tells everybody the same. */
function Lost({ one: { title, url, at } }: { one: LostFile }) {
  const t = useWords("sellers");
  return (
    <Notice
      tone="bad"
      title={t.rich("lost", {
        title: (
          <a href={url} className="underline underline-offset-2">
            <bdi>{title}</bdi>
          </a>
        ),
        date: <Time iso={at} only="day" />,
      })}
    >
      <p>{t("lostWhy")}</p>
    </Notice>
  );
}

function One({ one, rules, config }: Pick<Props, "rules" | "config"> & { one: Attention }) {
  const t = useWords("sellers");
  switch (one.kind) {
    case "slow-payment":
      return (
        <Notice
          tone="warn"
          title={t.rich("slowPayment", { title: <bdi>{one.sale.fileTitle}</bdi>, date: <Time iso={one.sale.at} /> })}
        >
          <p>{t("slowPaymentWhy")}</p>
        </Notice>
      );
    case "deleted-soon":
      return (
        <DeletedSoon file={one.file} why={t("deletedSoonWhy")}>
          <EditDates file={one.file} rules={rules} config={config} label={t("prolong")} />
        </DeletedSoon>
      );
    case "kept-soon":
      return (
        <DeletedSoon file={one.file} why={t("keptSoonWhy")}>
          <KeepFile file={one.file} config={config} />
        </DeletedSoon>
      );
    case "operator-ends":
      return (
        <Notice
          tone="warn"
          title={t.rich("operatorEndsTitle", {
            title: <bdi>{one.file.title}</bdi>,
            date: <EndDate iso={one.file.storageEnding?.at ?? null} />,
          })}
        >
          <p>{t("operatorEndsWhy")}</p>
        </Notice>
      );
    case "ending-soon":
      return (
        <Notice
          title={t.rich("endingSoon", {
            title: <bdi>{one.file.title}</bdi>,
            date: <EndDate iso={one.file.saleEndsAt} />,
          })}
        >
          <EditDates file={one.file} rules={rules} config={config} label={t("prolong")} />
        </Notice>
      );
  }
}

/** Until when a file is stored, why it is deleted then, and what prevents that. */
function DeletedSoon({ file, why, children }: { file: OwnFile; why: string; children: ReactNode }) {
  const t = useWords("sellers");
  const title = t.rich("deletedSoon", { title: <bdi>{file.title}</bdi>, date: <EndDate iso={file.storedUntil} /> });
  return (
    <Notice tone="warn" title={title}>
      <p>{why}</p>
      {children}
    </Notice>
  );
}
