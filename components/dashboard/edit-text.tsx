"use client";

import { Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import type { SellerLimits } from "@/components/files/sell-draft";
import { useFieldErrors } from "@/components/http/field-words";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { OwnFile } from "@/lib/products/files/schema";
import { useChangeFile } from "./use-change-file";

type Props = { file: OwnFile; limits: Pick<SellerLimits, "titleMax" | "descriptionMax"> };

/** What buyers read about a file: its title and its description. */
export function EditText({ file, limits }: Props) {
  const t = useWords("accounts");
  const sellers = useWords("sellers");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="secondary" size="sm" onClick={() => setOpen(true)}>
        <Pencil aria-hidden="true" className="size-4" />
        {t("editText")}
        <span className="sr-only"> {sellers("ofTitle", { title: file.title })}</span>
      </Button>
      <Dialog open={open} title={t("titleAndDescription")} onClose={() => setOpen(false)}>
        <TextForm file={file} limits={limits} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

/** Only what was changed is sent: what another tab changed meanwhile stays. */
function TextForm({ file, limits, onDone }: Props & { onDone: () => void }) {
  const t = useWords("accounts");
  const sell = useWords("sell");
  const sellers = useWords("sellers");
  const errors = useWords("errors");
  const [before] = useState({ title: file.title, description: file.description });
  const [draft, setDraft] = useState(before);
  const change = useChangeFile(file.id);
  const wrong = useFieldErrors(change.error);
  const title = draft.title === before.title ? undefined : draft.title;
  const description = draft.description === before.description ? undefined : draft.description;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (title === undefined && description === undefined) return onDone();
    change.mutate({ title, description }, { onSuccess: onDone });
  }

  const refused = change.error && !wrong("title") && !wrong("description");
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      <Field
        label={sell("title")}
        dir="auto"
        maxLength={limits.titleMax}
        value={draft.title}
        error={wrong("title")}
        onChange={(event) => setDraft({ ...draft, title: event.target.value })}
      />
      <TextArea
        label={sell("description")}
        dir="auto"
        rows={8}
        maxLength={limits.descriptionMax}
        value={draft.description}
        error={wrong("description")}
        hint={t("textHint")}
        onChange={(event) => setDraft({ ...draft, description: event.target.value })}
      />
      {refused && <Notice role="alert" tone="bad" title={wordsFor(change.error, errors)} />}
      <div className="flex justify-end gap-2">
        <Button look="secondary" onClick={onDone}>
          {sellers("cancel")}
        </Button>
        <Button type="submit" busy={change.isPending}>
          {sellers("save")}
        </Button>
      </div>
    </form>
  );
}
