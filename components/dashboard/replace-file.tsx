"use client";

import { RefreshCw } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import type { SellerLimits } from "@/components/files/sell-draft";
import { useFieldErrors } from "@/components/http/field-words";
import { wordsFor } from "@/components/http/request";
import { dueOf, goodsDue } from "@/components/payments/storage/due-of";
import { Button } from "@/components/ui/button";
import { dayFromNow, endOfDay } from "@/components/ui/days";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { usePageDrop } from "@/components/ui/page-drop";
import { DropZone } from "@/components/uploads/drop-zone";
import { isUploadLost } from "@/components/uploads/is-retried";
import { ResumableUpload, type UploadState } from "@/components/uploads/resumable-upload";
import { UploadRow } from "@/components/uploads/upload-row";
import { scanWaitOf } from "@/components/uploads/wait-for-scan";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { NewVersionFor, OwnFile, UpdateFile } from "@/lib/products/files/schema";
import { DueForChange } from "./due-for-change";
import { useChangeFile } from "./use-change-file";

/** Replaces a file's bytes, under the same link. */
export function ReplaceFile({ file, limits, config }: Omit<Props, "onDone">) {
  const t = useWords("sellers");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="secondary" size="sm" onClick={() => setOpen(true)}>
        <RefreshCw aria-hidden="true" className="size-4" />
        {t("replace")}
      </Button>
      <Dialog open={open} title={t("replaceTitle")} onClose={() => setOpen(false)}>
        <Replacing {...{ file, limits, config }} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const none: UploadState = { step: "none" };

type Props = { file: OwnFile; limits: SellerLimits; config: ClientConfig; onDone: () => void };

function Replacing({ file, limits, config, onDone }: Props) {
  const t = useWords("sellers");
  const errors = useWords("errors");
  const uploads = useWords("uploads");
  // Remembered separately from uploads for new files, and from the replacements of other files.
  const [upload] = useState(() => new ResumableUpload(`version-of-${file.id}`));
  const state = useSyncExternalStore(upload.watch, upload.state, () => none);
  const change = useChangeFile(file.id);
  const waitsFor = change.isPending ? scanWaitOf(change.failureReason) : null;
  const due = dueOf(change.error);
  const goods = due && goodsDue(due, state.step === "done" ? state : null);
  const wrong = useFieldErrors(change.error);
  const [newVersionFor, setNewVersionFor] = useState<NewVersionFor>("all-buyers");
  const [until, setUntil] = useState(() => dayFromNow(new Date(), limits.onSaleDefaultDays));

  // A file that is dropped while one is being sent does not open in place of the page.
  usePageDrop({});

  useEffect(() => {
    void upload.restore();
    return () => upload.pause();
  }, [upload]);

  function replace() {
    if (state.step !== "done") return;
    const changes: UpdateFile = {
      uploadId: state.uploadId,
      uploadToken: state.token,
      newVersionFor,
      // A version that nobody could buy would not be kept.
      onSaleUntil: file.state === "ended" ? endOfDay(until)?.toISOString() : undefined,
    };
    const onSuccess = (changed: OwnFile) => {
      const local = upload.chosen();
      upload.finish();
      onDone();
      // A poster and a wave form were those of the version before.
      if (local) void sendAgain(changed, local);
    };
    const onError = (error: unknown) => void (isUploadLost(error) && upload.lost());
    change.mutate(changes, { onSuccess, onError });
  }

  return (
    <div className="space-y-5">
      <p className="text-sm">{t.rich("replaceWhat", { title: <bdi className="font-semibold">{file.title}</bdi> })}</p>
      {state.step === "none" || state.step === "interrupted" ? (
        <DropZone
          title={state.step === "none" ? t("dropNew") : t("dropAgain", { name: state.file.name })}
          maxFileSize={limits.maxFileSize}
          onFile={(chosen) => upload.begin(chosen)}
        />
      ) : (
        <UploadRow state={state} upload={upload} />
      )}
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-semibold">{t("whoGetsIt")}</legend>
        {choices.map(({ value, title, hint }) => (
          <label key={value} className="flex gap-3 text-sm">
            <input
              type="radio"
              name={`opens-to-${file.id}`}
              className="mt-1 size-4 shrink-0 accent-accent"
              checked={newVersionFor === value}
              onChange={() => setNewVersionFor(value)}
            />
            <span>
              {t(title)}
              <span className="block text-xs text-ink-soft">{t(hint)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {file.state === "ended" && (
        <Field
          label={t("onSaleUntil")}
          type="date"
          min={dayFromNow(new Date(), 0)}
          max={dayFromNow(new Date(), limits.onSaleMaxDays - 1)}
          value={until}
          error={wrong("onSaleUntil")}
          onChange={(event) => setUntil(event.target.value)}
          hint={t("saleBeginsAgain")}
        />
      )}
      {waitsFor && (
        <p role="status" className="text-sm text-ink-soft">
          {uploads(`wait_${waitsFor}`)}
        </p>
      )}
      {change.error && !goods && <Notice role="alert" tone="bad" title={wordsFor(change.error, errors)} />}
      {due && goods && (
        <DueForChange {...{ due, config, goods }} title={file.title} onPaid={replace} onBack={change.reset} />
      )}
      <div className="flex flex-wrap justify-end gap-2" hidden={goods !== null}>
        <Button look="secondary" onClick={onDone}>
          {t("cancel")}
        </Button>
        <Button busy={change.isPending} disabled={state.step !== "done"} onClick={replace}>
          {t("replaceTitle")}
        </Button>
      </div>
    </div>
  );
}

async function sendAgain(file: OwnFile, local: File): Promise<void> {
  if (!/^(?:audio|video)\//.test(file.mediaType)) return;
  await import("@/components/previews/send-decoded")
    .then(({ sendDecoded }) => sendDecoded(file, local))
    .catch(() => {});
}

const choices = [
  { value: "all-buyers", title: "allBuyers", hint: "allBuyersHint" },
  { value: "new-buyers", title: "newBuyers", hint: "newBuyersHint" },
] as const satisfies { value: NewVersionFor; title: string; hint: string }[];
