"use client";

import { RefreshCw } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { OpensTo, OwnFile, UpdateFile } from "@/lib/files/schema";
import { dayFromNow, endOfDay, type SellerLimits } from "../files/sell-draft";
import { fieldError, wordsFor } from "../http/request";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { DropZone } from "../uploads/drop-zone";
import { FileUpload, type UploadState } from "../uploads/file-upload";
import { UploadRow } from "../uploads/upload-row";
import { useChangeFile } from "./use-change-file";

/** Puts other bytes in the place of a file's, under the same link. */
export function ReplaceFile({ file, limits }: { file: OwnFile; limits: SellerLimits }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="secondary" size="sm" onClick={() => setOpen(true)}>
        <RefreshCw aria-hidden="true" className="size-4" />
        Replace
      </Button>
      <Dialog open={open} title="Replace the file" onClose={() => setOpen(false)}>
        <Replacing file={file} limits={limits} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

const none: UploadState = { step: "none" };

type Props = { file: OwnFile; limits: SellerLimits; onDone: () => void };

function Replacing({ file, limits, onDone }: Props) {
  // Remembered apart from what is uploaded to be sold, and from the replacements of other files.
  const [upload] = useState(() => new FileUpload(`version-of-${file.id}`));
  const state = useSyncExternalStore(upload.watch, upload.state, () => none);
  const change = useChangeFile(file.id);
  const [opensTo, setOpensTo] = useState<OpensTo>("all-buyers");
  const [until, setUntil] = useState(() => dayFromNow(new Date(), limits.onSaleDefaultDays));

  useEffect(() => {
    void upload.restore();
    return () => upload.pause();
  }, [upload]);

  function replace() {
    if (state.step !== "done") return;
    const changes: UpdateFile = {
      uploadId: state.uploadId,
      uploadToken: state.token,
      newVersionFor: opensTo,
      // What is sold to nobody would not be kept.
      onSaleUntil: file.state === "ended" ? endOfDay(until)?.toISOString() : undefined,
    };
    const onSuccess = () => {
      upload.finish();
      onDone();
    };
    change.mutate(changes, { onSuccess });
  }

  return (
    <div className="space-y-5">
      <p className="text-sm">
        The link, the price and the sales of <bdi className="font-semibold">{file.title}</bdi> stay. Who has bought it
        keeps what they paid for.
      </p>
      {state.step === "none" || state.step === "interrupted" ? (
        <DropZone
          title={state.step === "none" ? "Drop the new file here" : `Drop ${state.file.name} again to go on`}
          maxFileSize={limits.maxFileSize}
          onFile={(chosen) => upload.begin(chosen)}
        />
      ) : (
        <UploadRow state={state} upload={upload} />
      )}
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-semibold">Who gets the new version?</legend>
        {choices.map(({ value, title, hint }) => (
          <label key={value} className="flex gap-3 text-sm">
            <input
              type="radio"
              name={`opens-to-${file.id}`}
              className="mt-1 size-4 shrink-0 accent-accent"
              checked={opensTo === value}
              onChange={() => setOpensTo(value)}
            />
            <span>
              {title}
              <span className="block text-xs text-ink-soft">{hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {file.state === "ended" && (
        <Field
          label="On sale until"
          type="date"
          min={dayFromNow(new Date(), 0)}
          max={dayFromNow(new Date(), limits.onSaleMaxDays - 1)}
          value={until}
          error={fieldError(change.error, "onSaleUntil")}
          onChange={(event) => setUntil(event.target.value)}
          hint="Its sale has ended: with the new file it begins again."
        />
      )}
      {change.error && <Notice role="alert" tone="bad" title={wordsFor(change.error)} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="secondary" onClick={onDone}>
          Cancel
        </Button>
        <Button busy={change.isPending} disabled={state.step !== "done"} onClick={replace}>
          Replace the file
        </Button>
      </div>
    </div>
  );
}

const choices: { value: OpensTo; title: string; hint: string }[] = [
  {
    value: "all-buyers",
    title: "All buyers",
    hint: "Also those who bought before, as long as they may download. For corrections and updates.",
  },
  { value: "new-buyers", title: "New buyers only", hint: "Who bought before keeps the old version." },
];
