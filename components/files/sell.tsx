"use client";

import { type ComponentType, useEffect, useState, useSyncExternalStore } from "react";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { OwnFile } from "@/lib/files/schema";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { formatBytes } from "../ui/format";
import { Notice } from "../ui/notice";
import { Spinner } from "../ui/spinner";
import { DropZone } from "../uploads/drop-zone";
import { FileUpload, type UploadState } from "../uploads/file-upload";
import { UploadRow } from "../uploads/upload-row";
import { FileLink } from "./file-link";
import type { SellRules } from "./sell-draft";
import type { SellFormProps } from "./sell-form";

const none: UploadState = { step: "none" };

/** Selling one file: drop it, say what it costs, get the link. The form arrives while the first bytes leave. */
export function Sell({ config, rules }: { config: ClientConfig; rules: SellRules }) {
  const [upload] = useState(() => new FileUpload());
  const state = useSyncExternalStore(upload.watch, upload.state, () => none);
  const [published, setPublished] = useState<OwnFile | null>(null);

  useEffect(() => {
    void upload.restore();
  }, [upload]);

  if (published) return <FileLink file={published} onAnother={() => setPublished(null)} />;
  if (state.step === "none") {
    return <DropZone title="Drop a file here" maxFileSize={config.maxFileSize} onFile={(file) => upload.begin(file)} />;
  }
  if (state.step === "interrupted") return <Interrupted {...{ state, upload, config }} />;
  return (
    <Card className="space-y-7">
      <UploadRow state={state} upload={upload} />
      <LazyForm {...{ config, rules, upload, state }} onPublished={setPublished} />
    </Card>
  );
}

type InterruptedProps = {
  state: Extract<UploadState, { step: "interrupted" }>;
  upload: FileUpload;
  config: ClientConfig;
};

function Interrupted({ state, upload, config }: InterruptedProps) {
  const { file, sent } = state;
  return (
    <div className="space-y-4">
      <Notice
        tone="info"
        title={
          <>
            The upload of <bdi>{file.name}</bdi> was interrupted at {formatBytes(sent)} of {formatBytes(file.size)}.
          </>
        }
      >
        <p>Choose the same file again, and only the rest is sent.</p>
        <Button look="secondary" size="sm" onClick={() => upload.cancel()}>
          Forget it
        </Button>
      </Notice>
      <DropZone
        title="Drop the same file to go on, or another one"
        maxFileSize={config.maxFileSize}
        onFile={(chosen) => upload.begin(chosen)}
      />
    </div>
  );
}

function LazyForm(props: SellFormProps) {
  const [Form, setForm] = useState<ComponentType<SellFormProps> | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (failed) return;
    import("./sell-form").then(
      ({ SellForm }) => setForm(() => SellForm),
      () => setFailed(true),
    );
  }, [failed]);

  if (Form) return <Form {...props} />;
  if (!failed) {
    return (
      <p role="status" className="flex items-center gap-3 text-sm text-ink-soft">
        <Spinner /> One moment…
      </p>
    );
  }
  return (
    <Notice role="alert" tone="bad" title="The form could not be loaded.">
      <p>Your upload goes on. Check your connection and try again.</p>
      <Button size="sm" onClick={() => setFailed(false)}>
        Try again
      </Button>
    </Notice>
  );
}
