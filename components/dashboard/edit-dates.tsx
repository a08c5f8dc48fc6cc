"use client";

import { CalendarDays } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import {
  checkDates,
  type DateRules,
  type DraftErrors,
  dayFromNow,
  dayOf,
  endOfDay,
  readDays,
} from "@/components/files/sell-draft";
import { useFieldErrors } from "@/components/http/field-words";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { OwnFile } from "@/lib/products/files/schema";
import { useChangeFile } from "./use-change-file";

type Props = { file: OwnFile; rules: DateRules };

/** Until when a file is sold, and for how long its buyers may download. */
export function EditDates({ file, rules, label }: Props & { label?: string }) {
  const t = useWords("sellers");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="secondary" size="sm" onClick={() => setOpen(true)}>
        <CalendarDays aria-hidden="true" className="size-4" />
        {label ?? t("changeDates")}
        <span className="sr-only"> {t("ofTitle", { title: file.title })}</span>
      </Button>
      <Dialog open={open} title={t("dates")} onClose={() => setOpen(false)}>
        <DatesForm file={file} rules={rules} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function DatesForm({ file, rules, onDone }: Props & { onDone: () => void }) {
  const t = useWords("sellers");
  const sell = useWords("sell");
  const words = useWords("errors");
  const over = file.saleEndsAt !== null && Date.parse(file.saleEndsAt) <= Date.now();
  // What has no end is an empty field, which stays valid until something is written there.
  const current = {
    onSaleUntil: file.onSaleUntil === null ? "" : dayOf(new Date(file.onSaleUntil)),
    downloadDays: String(file.downloadDays ?? ""),
  };
  const day = over ? dayFromNow(new Date(), rules.onSaleDefaultDays) : current.onSaleUntil;
  const [draft, setDraft] = useState({ ...current, onSaleUntil: day });
  const [own, setOwn] = useState<DraftErrors>({});
  const change = useChangeFile(file.id);
  const wrong = useFieldErrors(change.error);
  const errorOf = (field: keyof typeof draft) => own[field] ?? wrong(field);

  function submit(event: FormEvent) {
    event.preventDefault();
    const errors = checkDates(draft, rules, new Date(), sell);
    for (const field of ["onSaleUntil", "downloadDays"] as const) {
      if (file[field] === null && draft[field] === "") delete errors[field];
    }
    setOwn(errors);
    if (Object.keys(errors).length > 0) return;
    const moved = over || draft.onSaleUntil !== day;
    const changes = {
      onSaleUntil: moved ? endOfDay(draft.onSaleUntil)?.toISOString() : undefined,
      downloadDays: readDays(draft.downloadDays) ?? undefined,
    };
    change.mutate(changes, { onSuccess: onDone });
  }

  const refused = change.error && !wrong("onSaleUntil") && !wrong("downloadDays");
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      <Field
        label={sell("onSaleUntil")}
        type="date"
        min={dayFromNow(new Date(), 0)}
        max={dayFromNow(new Date(), rules.onSaleMaxDays - 1)}
        value={draft.onSaleUntil}
        error={errorOf("onSaleUntil")}
        onChange={(event) => setDraft({ ...draft, onSaleUntil: event.target.value })}
        hint={sell("onSaleHint")}
      />
      <Field
        label={sell("downloadDays")}
        inputMode="numeric"
        value={draft.downloadDays}
        error={errorOf("downloadDays")}
        onChange={(event) => setDraft({ ...draft, downloadDays: event.target.value })}
        hint={t("daysHint")}
      />
      {refused && <Notice role="alert" tone="bad" title={wordsFor(change.error, words)} />}
      <div className="flex justify-end gap-2">
        <Button look="secondary" onClick={onDone}>
          {t("cancel")}
        </Button>
        <Button type="submit" busy={change.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
