"use client";

import { CircleCheck } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Receipt } from "@/lib/payments/schema";
import { Details } from "../ui/details";
import { safeStorage } from "../ui/safe-storage";
import { Time } from "../ui/time";
import { DownloadButton } from "./download-button";
import { createPayApi } from "./pay-api";
import { ReceiptView, receiptPage } from "./receipt-view";
import { RecoveryLink } from "./recovery-link";
import { keptRecoveryUrl } from "./saved-payment";

const never = () => () => {};

type Props = {
  file: { id: string; title: string };
  downloadUntil: string | null;
  /** True when it was paid on this page a moment ago: the words are other ones and take the focus. */
  fresh?: boolean;
  receipt?: Receipt | null;
  recoveryUrl?: string | null;
};

/** What a buyer has: the download, the way back to it, until when, and the receipt. */
export function AccessBox({ file, downloadUntil, fresh = false, receipt = null, recoveryUrl = null }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const kept = useSyncExternalStore(
    never,
    () => keptRecoveryUrl(safeStorage("sessionStorage"), file.id),
    () => null,
  );
  const link = recoveryUrl ?? kept;

  useEffect(() => {
    if (fresh) heading.current?.focus();
  }, [fresh]);

  return (
    <div className="space-y-5">
      <div className="flex items-center gap-3 text-accent-ink">
        <CircleCheck aria-hidden="true" className="size-7 shrink-0" />
        <h2 ref={heading} tabIndex={-1} className="text-lg outline-none">
          {fresh ? "Paid. Thank you." : "You bought this file."}
        </h2>
      </div>
      <DownloadButton fileId={file.id} />
      {fresh && (
        <p role="status" className="text-sm text-ink-soft">
          Your download starts by itself. If it does not, press Download.
        </p>
      )}
      {downloadUntil && (
        <p className="text-sm">
          Download until <Time iso={downloadUntil} />.
        </p>
      )}
      {link && <RecoveryLink url={link} title={file.title} />}
      <ReceiptDetails fileId={file.id} receipt={receipt} />
    </div>
  );
}

function ReceiptDetails({ fileId, receipt: given }: { fileId: string; receipt: Receipt | null }) {
  const [receipt, setReceipt] = useState(given);
  const [words, setWords] = useState("Loading…");

  async function load(open: boolean) {
    if (!open || receipt) return;
    const answer = await createPayApi(fileId).purchase();
    if (answer.kind === "granted" && answer.result.receipt) setReceipt(answer.result.receipt);
    else setWords("The receipt could not be loaded. Close and open this to try again.");
  }

  return (
    <Details summary="Receipt" onToggle={load}>
      {receipt ? (
        <div className="space-y-4">
          <ReceiptView receipt={receipt} />
          <a className="text-sm" href={receiptPage(receipt)}>
            Print, save or check this receipt
          </a>
        </div>
      ) : (
        <p className="text-sm text-ink-soft">{words}</p>
      )}
    </Details>
  );
}
