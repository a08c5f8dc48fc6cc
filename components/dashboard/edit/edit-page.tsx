"use client";

import "./edit-page.css";
import { useState } from "react";
import { useWords } from "#i18n";
import { PreviewsOfFile } from "@/components/dashboard/previews-of-file";
import { Button } from "@/components/ui/button";
import type { OwnFile } from "@/lib/products/files/schema";
import { EditForm } from "./edit-form";
import { draftOf } from "./fields";
import { FileActions } from "./file-actions";
import { FileHead } from "./file-head";
import { LivePreview } from "./live-preview";
import { useEdit } from "./use-edit";

const sides = ["edit", "look"] as const;
type Side = (typeof sides)[number];

/** One file: what is said about it, with the buyer's page beside it or, on a phone, behind a switch; and what can be done with it. */
export function EditPage({ file }: { file: OwnFile }) {
  const t = useWords("editing");
  const edit = useEdit(file);
  const [side, setSide] = useState<Side>("edit");
  const isGone = file.state === "removed" || file.state === "withheld";
  if (isGone) {
    return (
      <article aria-label={file.title} className="space-y-6">
        <FileHead file={file} />
        <FileActions file={file} />
      </article>
    );
  }
  // What the page shows besides what is typed.
  const saved = JSON.stringify([file.previews, file.sample, file.sampleFile, file.state, file.version, edit.saved]);
  return (
    <article aria-label={file.title} className="edit-page" data-side={side}>
      <FileHead file={file} />
      <fieldset className="edit-sides">
        <legend className="sr-only">{t("sides")}</legend>
        {sides.map((one) => (
          <Button
            key={one}
            size="sm"
            look={one === side ? "primary" : "secondary"}
            aria-pressed={one === side}
            onClick={() => setSide(one)}
          >
            {t(one)}
          </Button>
        ))}
      </fieldset>
      <div className="edit-form space-y-8">
        <EditForm file={file} edit={edit} />
        <PreviewsOfFile file={file} />
        <FileActions file={file} />
      </div>
      <section aria-label={t("look")} className="edit-look">
        <LivePreview
          fileId={file.id}
          title={file.title}
          draft={draftOf(edit.fields, edit.base, edit.shown)}
          saved={saved}
        />
      </section>
    </article>
  );
}
