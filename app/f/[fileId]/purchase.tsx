import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { BuyerQuestions } from "@/components/files/buyer-questions";
import { ClosedNotice, GoneNotice } from "@/components/files/closed-notice";
import { FreeMembers } from "@/components/files/free-members";
import { SalePromises } from "@/components/files/sale-promises";
import { AccessBoxHere } from "@/components/payments/access/access-box-here";
import { DownloadButtonHere } from "@/components/payments/download/download-button-here";
import { OfflineNote } from "@/components/payments/download/offline-note";
import { BuyBox } from "@/components/payments/pay/buy-box";
import { BuyStill } from "@/components/payments/pay/buy-still";
import { NoScript } from "@/components/payments/pay/no-script";
import { WaiverTick } from "@/components/payments/pay/waiver-tick";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { clientConfig } from "@/lib/client-config/client-config";
import { PageWords } from "@/lib/i18n/page-words";
import type { FileInfo } from "@/lib/products/files/schema";
import { settings } from "@/lib/settings/settings";
import type { VisitorAccess } from "@/lib/shop/doors/read-access";
import { testPath } from "./owner-bar";

/** Paid while the operator had stopped the sale. */
function RefundDue() {
  const t = useWords("decisions");
  return (
    <Notice tone="warn" title={t("refundDueTitle")}>
      <p>{t("refundDueWords")}</p>
    </Notice>
  );
}

type PurchaseProps = { info: FileInfo; access: VisitorAccess };

/** What this visitor can do: own, have, wait, get for free, pay, or read why not. */
export function Purchase({ info, access }: PurchaseProps) {
  if (access.closed === "refund-due") return <RefundDue />;
  if (access.access === "owner") return <SellersView info={info} />;
  if ((access.access === "paid" || access.access === "gift") && access.versions.length > 0) {
    return (
      <div className="space-y-5">
        <PageWords of={["access", "bundles", "complaints", "errors", "receipts"]}>
          <AccessBoxHere file={info} {...access} gift={access.access === "gift"} />
        </PageWords>
        <OfflineNote />
      </div>
    );
  }
  const pendingId = access.access === "pending" ? access.paymentId : null;
  return (
    <Offered info={info} isPending={pendingId !== null}>
      <BuyBox
        file={forPaying(info)}
        config={clientConfig()}
        pendingId={pendingId}
        beforePay={pendingId === null && <Waiver />}
        noScript={<NoScript />}
      >
        <Promises info={info} />
      </BuyBox>
    </Offered>
  );
}

/** The same for its seller, as somebody sees it who has not bought it. Pay leads to a test purchase. */
export function SellersView({ info }: { info: FileInfo }) {
  return (
    <Offered info={info}>
      <BuyStill file={info} payPath={testPath(info.id)} beforePay={<Waiver />}>
        <Promises info={info} />
      </BuyStill>
    </Offered>
  );
}

type OfferedProps = { info: FileInfo; isPending?: boolean; children: ReactNode };

/** Why it cannot be bought, or the free download, or, where it costs something, `children`. */
export function Offered({ info, isPending = false, children }: OfferedProps) {
  if (info.bytesGoneAt) return <GoneNotice bytesGoneAt={info.bytesGoneAt} storageEnding={info.storageEnding} />;
  if (info.state !== "on-sale" && !isPending) return <ClosedNotice state={info.state} onSaleUntil={info.saleEndsAt} />;
  return info.free ? <FreeFile info={info} /> : children;
}

function Waiver() {
  return settings().withdrawalWaiver ? <WaiverTick /> : null;
}

export function Promises({ info }: { info: FileInfo }) {
  return (
    <>
      <SalePromises file={info} />
      <BuyerQuestions file={info} />
    </>
  );
}

/** Without what is on the page already: the description, what is in a bundle, and who sells. */
function forPaying({
  bundle: _,
  readableUrl: __,
  seller: { page: ___, picture: ____, domain: _____, ...seller },
  ...info
}: FileInfo): FileInfo {
  return { ...info, seller, description: "" };
}

function FreeFile({ info }: { info: FileInfo }) {
  const t = useWords("buy");
  const bundles = useWords("bundles");
  const files = useWords("files");
  return (
    <div className="space-y-4">
      <p className="font-display text-3xl font-semibold">{files("free")}</p>
      <PageWords of={["access", "errors"]}>
        <DownloadButtonHere fileId={info.id} label={info.bundle ? bundles("allAsOne") : t("downloadFree")} />
      </PageWords>
      {info.bundle && <FreeMembers fileId={info.id} members={info.bundle.members} />}
      {info.saleEndsAt && (
        <p className="text-sm text-ink-soft">{t.rich("freeUntil", { date: <Time iso={info.saleEndsAt} /> })}</p>
      )}
    </div>
  );
}
