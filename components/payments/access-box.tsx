"use client";

import { CircleCheck } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { OpenVersion, Receipt } from "@/lib/payments/schema";
import { Details } from "../ui/details";
import { formatBytes } from "../ui/format";
import { safeStorage } from "../ui/safe-storage";
import { Time } from "../ui/time";
import { DownloadButton } from "./download-button";
import { createPayApi } from "./pay-api";
import { ReceiptView, receiptPage } from "./receipt-view";
import { RecoveryLink } from "./recovery-link";
import { keptRecoveryUrl } from "./saved-payment";

const never = () => () => {};

type Props = {
  /** `version`: the one that is on sale. */
  file: { id: string; title: string; version: number };
  downloadUntil: string | null;
  /** What may be downloaded, the newest first. */
  versions: OpenVersion[];
  /** The number of the one that was paid for. */
  boughtVersion: number | null;
  /** True when it was paid on this page a moment ago: the words are other ones and take the focus. */
  fresh?: boolean;
  receipt?: Receipt | null;
  recoveryUrl?: string | null;
};

/** What a buyer has: the download, the way back to it, until when, and the receipt. */
export function AccessBox(props: Props) {
  const { file, downloadUntil, versions, boughtVersion, fresh = false, receipt = null, recoveryUrl = null } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  const kept = useSyncExternalStore(
    never,
    () => keptRecoveryUrl(safeStorage("sessionStorage"), file.id),
    () => null,
  );
  const link = recoveryUrl ?? kept;
  const only = versions.length === 1 ? versions[0] : undefined;

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
      {versions.length > 1 && <Versions {...{ fileId: file.id, versions, boughtVersion }} />}
      {only && only.number !== file.version && <OwnVersion version={only} />}
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

/** The seller has replaced the file since, for new buyers: what stands above is not what this buyer has. */
function OwnVersion({ version: { number, name, size } }: { version: OpenVersion }) {
  return (
    <p className="rounded-md bg-sunken p-4 text-sm">
      You bought version {number}: <bdi className="break-all">{name}</bdi>, {formatBytes(size)}. The seller has since
      put another version on sale; yours stays yours.
    </p>
  );
}

type VersionsProps = { fileId: string } & Pick<Props, "versions" | "boughtVersion">;

/** The seller has replaced the file since, and gave the new one to earlier buyers too: both are theirs. */
function Versions({ fileId, versions: [newest, ...older], boughtVersion }: VersionsProps) {
  return (
    <div className="space-y-3 rounded-md bg-sunken p-4 text-sm">
      {newest && (
        <p>
          The seller has put a new version here on <Time iso={newest.createdAt} only="day" />: Download gets version{" "}
          {newest.number}, <bdi className="break-all">{newest.name}</bdi>, {formatBytes(newest.size)}.
        </p>
      )}
      <ul className="space-y-2">
        {older.map(({ number, size, createdAt }) => (
          <li key={number} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              Version {number}
              {number === boughtVersion && ", which you paid for"}, {formatBytes(size)},{" "}
              <Time iso={createdAt} only="day" />
            </span>
            <DownloadButton fileId={fileId} version={number} label={`Get version ${number}`} quiet />
          </li>
        ))}
      </ul>
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
