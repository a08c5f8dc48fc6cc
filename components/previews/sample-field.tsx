"use client";

import { useMutation } from "@tanstack/react-query";
import { FileUp, Trash2 } from "lucide-react";
import { useEffect, useEffectEvent, useId, useRef, useState, useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { formatBytes, formatLimit } from "@/components/ui/format";
import { onThisSite } from "@/components/ui/on-this-site";
import { isUploadLost } from "@/components/uploads/is-retried";
import { ResumableUpload, type UploadState } from "@/components/uploads/resumable-upload";
import { UploadRow } from "@/components/uploads/upload-row";
import { retriesWhileScanned, scanWaitOf } from "@/components/uploads/wait-for-scan";
import { SAMPLE_FILE_MAX_BYTES } from "@/lib/previews/chosen/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { removeSample, setSample } from "./send";

const none: UploadState = { step: "none" };

type Props = { file: OwnFile; onChange(file: OwnFile): void };

/** A file of the seller's own that anybody may download: chosen, replaced, removed. */
export function SampleField({ file, onChange }: Props) {
  const t = useWords("chosen");
  const errors = useWords("errors");
  const uploads = useWords("uploads");
  const ui = useWords("ui");
  const limit = formatLimit(SAMPLE_FILE_MAX_BYTES, ui);
  const help = useId();
  const input = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const [upload] = useState(() => new ResumableUpload(`sample-of-${file.id}`));
  const state = useSyncExternalStore(upload.watch, upload.state, () => none);
  const attach = useMutation({
    ...retriesWhileScanned,
    mutationFn: ({ uploadId, token }: { uploadId: string; token: string }) =>
      setSample(file.id, { uploadId, uploadToken: token }),
    onSuccess(changed) {
      upload.finish();
      onChange(changed);
    },
    onError: (error) => void (isUploadLost(error) && upload.lost()),
  });
  const remove = useMutation({ mutationFn: () => removeSample(file.id), onSuccess: onChange });
  const waitsFor = attach.isPending ? scanWaitOf(attach.failureReason) : null;
  const wrong = attach.error ?? remove.error;

  useEffect(() => {
    void upload.restore();
    return () => upload.pause();
  }, [upload]);
  const { mutate } = attach;
  const ready = useEffectEvent((done: UploadState) => {
    if (done.step === "done") mutate(done);
  });
  useEffect(() => ready(state), [state]);

  function choose(chosen: File) {
    setTooLarge(chosen.size > SAMPLE_FILE_MAX_BYTES);
    if (chosen.size > SAMPLE_FILE_MAX_BYTES) return;
    attach.reset();
    remove.reset();
    void upload.begin(chosen);
  }

  const { sampleFile } = file;
  const isSending = state.step !== "none" && state.step !== "interrupted";
  return (
    <div className="space-y-2 text-sm">
      <h4 className="text-sm font-semibold">{t("ownSample")}</h4>
      {sampleFile && (
        <p className="wrap-anywhere">
          <a href={onThisSite(sampleFile.url)} className="underline">
            <bdi>{sampleFile.name}</bdi>
          </a>{" "}
          <span className="text-ink-soft">{formatBytes(sampleFile.size, ui)}</span>
        </p>
      )}
      {isSending && <UploadRow state={state} upload={upload} />}
      <input
        ref={input}
        type="file"
        aria-label={t("ownSampleOf", { title: file.title })}
        aria-describedby={help}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          target.value = "";
          if (chosen) choose(chosen);
        }}
      />
      {!isSending && (
        <div className="flex flex-wrap gap-2">
          <Button look="secondary" size="sm" onClick={() => input.current?.click()}>
            <FileUp aria-hidden="true" className="size-4" />
            {t(sampleFile ? "replaceSample" : "chooseSample")}
          </Button>
          {sampleFile && (
            <Button look="quiet-danger" size="sm" busy={remove.isPending} onClick={() => remove.mutate()}>
              <Trash2 aria-hidden="true" className="size-4" />
              {t("removeSample")}
            </Button>
          )}
        </div>
      )}
      <p id={help} className="text-xs text-ink-soft">
        {t("ownSampleHelp", { limit })}
      </p>
      <p role="status" className="text-ink-soft empty:hidden">
        {waitsFor && uploads(`wait_${waitsFor}`)}
        {attach.isSuccess && !isSending && sampleFile && t("sampleSaved")}
      </p>
      {(tooLarge || wrong) && (
        <p role="alert" className="text-bad-ink">
          {tooLarge ? t("sampleTooLarge", { limit }) : wordsFor(wrong, errors)}
        </p>
      )}
    </div>
  );
}
