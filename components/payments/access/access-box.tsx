"use client";

import { CalendarPlus, CircleCheck } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { Answers } from "@/components/complaints/answers";
import { ComplaintForm } from "@/components/complaints/complaint-form";
import { LeaveAddress } from "@/components/notices/leave-address";
import { DownloadButton } from "@/components/payments/download/download-button";
import { ReceiptView, receiptPage } from "@/components/payments/receipts/receipt-view";
import { OpenHere } from "@/components/payments/viewer/open-here";
import { claimOnPage } from "@/components/payments/wire/page-claims";
import { createPayApi } from "@/components/payments/wire/pay-api";
import { keptRecoveryUrl } from "@/components/payments/wire/saved-payment";
import { ButtonLink } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { Notice } from "@/components/ui/notice";
import { safeStorage } from "@/components/ui/safe-storage";
import { Time } from "@/components/ui/time";
import { useInAppBrowser } from "@/components/wallets/use-surroundings";
import type { Seller } from "@/lib/products/files/schema";
import type { OpenVersion, Receipt } from "@/lib/shop/schema";
import { MemberDownloads } from "./member-downloads";
import { OpenVersions } from "./open-versions";
import { RecoveryLink } from "./recovery-link";

const never = () => () => {};

type Props = {
  /** `version`: the one on sale. */
  file: { id: string; title: string; version: number; seller: Seller; keptUntil: string | null };
  /** Null when it has no end. */
  downloadUntil: string | null;
  /** The versions that may be downloaded, the newest first. */
  versions: OpenVersion[];
  /** The number of the purchased one. */
  boughtVersion: number | null;
  /** True when it was just paid on this page: the text is different and takes the focus. */
  fresh?: boolean;
  /** True when paying on this page charged nothing, since the buyer had the file already. */
  again?: boolean;
  /** True for a gift: it was not paid, so there is no receipt. */
  gift?: boolean;
  /** True when the seller refunded the payment but left the access. */
  refunded?: boolean;
  receipt?: Receipt | null;
  recoveryUrl?: string | null;
};

/**
 * A buyer's access: the download, the recovery link, the end date, the receipt, and the complaint form. Its namespaces
 * are `access`, `bundles`, `complaints`, `errors` and `receipts`.
 */
export function AccessBox(props: Props) {
  const {
    file,
    downloadUntil,
    versions,
    boughtVersion,
    fresh = false,
    again = false,
    gift = false,
    recoveryUrl = null,
  } = props;
  const t = useWords("access");
  const bundles = useWords("bundles");
  const inApp = useInAppBrowser();
  const kept = useSyncExternalStore(
    never,
    () => keptRecoveryUrl(safeStorage("sessionStorage"), file.id),
    () => null,
  );
  const link = recoveryUrl ?? kept;
  const recovery = link && <RecoveryLink url={link} title={file.title} />;
  const [newest] = versions;
  return (
    <div className="space-y-5" data-access>
      <Heading words={again ? t("again") : fresh ? t("paid") : gift ? t("gift") : t("bought")} fresh={fresh} />
      {claimOnPage(file.id) && <Notice tone="warn" title={t("cookiesBlocked")} />}
      {props.refunded && <Notice tone="good" title={t("refunded")} />}
      {inApp && recovery}
      <div className="space-y-3">
        {newest?.members ? (
          <DownloadButton fileId={file.id} label={bundles("allAsOne")} />
        ) : (
          <DownloadButton fileId={file.id} />
        )}
        {fresh && (
          <p role="status" className="text-sm text-ink-soft">
            {t("startsItself")}
          </p>
        )}
        {newest && <OpenHere source={{ fileId: file.id }} version={newest} />}
      </div>
      {newest?.members && <MemberDownloads fileId={file.id} version={newest.number} members={newest.members} />}
      <OpenVersions {...{ fileId: file.id, versions, boughtVersion, onSale: file.version }} />
      <Until file={file} iso={downloadUntil} />
      {!inApp && recovery}
      {!gift && (
        <div data-complaint>
          <ReceiptDetails fileId={file.id} receipt={props.receipt ?? null} />
          <LeaveAddress path={`/api/files/${file.id}/notices`} />
          <Answers path={`/api/files/${file.id}/complaints`} fileId={file.id} />
          <ComplaintForm path={`/api/files/${file.id}/complaints`} seller={file.seller} />
        </div>
      )}
    </div>
  );
}

function Heading({ words, fresh }: { words: string; fresh: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (fresh) heading.current?.focus();
  }, [fresh]);
  return (
    <div className="flex items-center gap-3 text-accent-ink">
      <CircleCheck aria-hidden="true" className={fresh ? "flourish size-7 shrink-0" : "size-7 shrink-0"} />
      <h2 ref={heading} tabIndex={-1} className="text-lg outline-none">
        {words}
      </h2>
    </div>
  );
}

function Until({ file, iso }: { file: Props["file"]; iso: string | null }) {
  const t = useWords("access");
  if (iso === null) {
    const kept = file.keptUntil === null ? null : t.rich("asLongAsKept", { date: <Time iso={file.keptUntil} /> });
    return <p className="text-sm">{kept ?? t("forGood")}</p>;
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <p className="text-sm">{t.rich("until", { date: <Time iso={iso} /> })}</p>
      <ButtonLink href={`/api/files/${file.id}/calendar`} download look="quiet" size="sm" className="-ms-3">
        <CalendarPlus aria-hidden="true" className="size-4" />
        {t("calendar")}
      </ButtonLink>
    </div>
  );
}

function ReceiptDetails({ fileId, receipt: given }: { fileId: string; receipt: Receipt | null }) {
  const t = useWords("access");
  const [receipt, setReceipt] = useState(given);
  const [failed, setFailed] = useState(false);

  async function load(open: boolean) {
    if (!open || receipt) return;
    setFailed(false);
    const answer = await createPayApi(fileId).purchase(claimOnPage(fileId));
    if (answer.kind === "granted" && answer.result.receipt) setReceipt(answer.result.receipt);
    else setFailed(true);
  }

  return (
    <Details summary={t("receipt")} onToggle={load}>
      {receipt ? (
        <div className="space-y-4">
          <ReceiptView receipt={receipt} />
          <p className="text-sm">
            <a href={receiptPage(receipt)}>{t("receiptPage")}</a>
          </p>
        </div>
      ) : (
        <p className="text-sm text-ink-soft">{failed ? t("receiptFailed") : t("receiptLoading")}</p>
      )}
    </Details>
  );
}
