"use client";

import { QueryProvider } from "@/components/http/query-provider";
import type { OwnFile } from "@/lib/products/files/schema";
import { contentKind } from "./content-kind";
import { CoversField } from "./covers-field";
import { PosterField } from "./poster-field";
import { SampleField } from "./sample-field";
import { ShowingForm } from "./showing-form";
import { ShownNow } from "./shown-now";

export type PreviewsPanelProps = {
  file: OwnFile;
  /** The file itself on this device, if it is known. */
  local: File | null;
  /** Covers are shown elsewhere on the page. */
  withoutCovers?: boolean;
  onChange(file: OwnFile): void;
};

/** What people see of a file before they pay: as it is, and everything about it that its seller can change. */
export function PreviewsPanel({ file, local, withoutCovers = false, onChange }: PreviewsPanelProps) {
  return (
    <QueryProvider>
      <div className="grid gap-6 sm:grid-cols-2">
        <div className="space-y-4">
          <ShownNow file={file} />
          {contentKind(file.mediaType) === "film" && <PosterField {...{ file, local, onChange }} />}
        </div>
        <ShowingForm file={file} onChange={onChange} />
      </div>
      {!withoutCovers && <CoversField file={file} onChange={onChange} />}
      <SampleField file={file} onChange={onChange} />
    </QueryProvider>
  );
}
