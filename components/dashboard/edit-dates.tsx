"use client";

import { useQuery } from "@tanstack/react-query";
import { CalendarDays } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { checkDates, type DateRules, type DraftErrors, readDays } from "@/components/files/sell-draft";
import { useFieldErrors } from "@/components/http/field-words";
import { wordsFor } from "@/components/http/request";
import { dueOf, goodsDue } from "@/components/payments/storage/due-of";
import { sessionQuery } from "@/components/sign-in/queries";
import { Button } from "@/components/ui/button";
import { dayFromNow, dayOf, endOfDay } from "@/components/ui/days";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { NumberField } from "@/components/ui/number-field";
import { Tick } from "@/components/ui/tick";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { OwnFile, UpdateFile } from "@/lib/products/files/schema";
import { readWhole } from "@/lib/read-number";
import { DueForChange } from "./due-for-change";
import { useChangeFile } from "./use-change-file";

type Props = { file: OwnFile; rules: DateRules; config: ClientConfig };

/** Until when a file is sold, and for how long its buyers may download. */
export function EditDates({ file, rules, config, label }: Props & { label?: string }) {
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
        <DatesForm {...{ file, rules, config }} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

type Draft = { onSaleUntil: string; downloadDays: string; saleNoEnd: boolean; downloadNoEnd: boolean };

/** What the form shows at first: a sale that has ended would begin again. */
function draftOf(file: OwnFile, over: boolean, { onSaleDefaultDays, downloadDays }: DateRules): Draft {
  const until = file.onSaleUntil ?? file.saleEndsAt;
  return {
    onSaleUntil: until === null || over ? dayFromNow(new Date(), onSaleDefaultDays) : dayOf(new Date(until)),
    downloadDays: String(file.downloadDays ?? downloadDays),
    saleNoEnd: file.onSaleUntil === null,
    downloadNoEnd: file.downloadDays === null,
  };
}

function DatesForm({ file, rules, config, onDone }: Props & { onDone: () => void }) {
  const t = useWords("sellers");
  const sell = useWords("sell");
  const storage = useWords("storage");
  const words = useWords("errors");
  const { data: session } = useQuery(sessionQuery);
  const over = file.saleEndsAt !== null && Date.parse(file.saleEndsAt) <= Date.now();
  const [before] = useState(() => draftOf(file, over, rules));
  const [draft, setDraft] = useState(before);
  const [own, setOwn] = useState<DraftErrors>({});
  const change = useChangeFile(file.id);
  const wrong = useFieldErrors(change.error);
  const errorOf = (field: "onSaleUntil" | "downloadDays") => own[field] ?? wrong(field);
  const due = dueOf(change.error);
  const goods = due && goodsDue(due, null);
  const mayHaveNoEnd = before.saleNoEnd || before.downloadNoEnd || config.storage !== null || session?.storesFree;

  function save() {
    const errors = checkDates(draft, rules, new Date(), sell);
    if (draft.saleNoEnd) delete errors.onSaleUntil;
    if (draft.downloadNoEnd) delete errors.downloadDays;
    setOwn(errors);
    if (Object.keys(errors).length > 0) return;
    change.mutate(changesOf(draft, before, over), { onSuccess: onDone });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    save();
  }

  const refused = change.error && !due && !wrong("onSaleUntil") && !wrong("downloadDays");
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      <fieldset disabled={goods !== null} className="min-w-0 space-y-4">
        {!draft.saleNoEnd && (
          <Field
            label={sell("onSaleUntil")}
            type="date"
            min={dayFromNow(new Date(), 0)}
            max={dayFromNow(new Date(), rules.onSaleMaxDays - 1)}
            value={draft.onSaleUntil}
            error={errorOf("onSaleUntil")}
            onChange={(event) => setDraft({ ...draft, onSaleUntil: event.target.value })}
            hint={file.keptUntil ? storage("saleHint") : sell("onSaleHint")}
          />
        )}
        {mayHaveNoEnd && (
          <Tick checked={draft.saleNoEnd} onChange={(saleNoEnd) => setDraft({ ...draft, saleNoEnd })}>
            {storage("noEnd")}
          </Tick>
        )}
        {!draft.downloadNoEnd && (
          <NumberField
            label={sell("downloadDays")}
            inputMode="numeric"
            value={draft.downloadDays}
            error={errorOf("downloadDays")}
            reading={readWhole(draft.downloadDays)}
            onText={(text) => setDraft({ ...draft, downloadDays: text })}
            hint={t("daysHint")}
          />
        )}
        {mayHaveNoEnd && (
          <Tick checked={draft.downloadNoEnd} onChange={(downloadNoEnd) => setDraft({ ...draft, downloadNoEnd })}>
            {storage("downloadNoEnd")}
          </Tick>
        )}
        {file.keptUntil && (
          <p className="text-sm text-ink-soft">
            {storage.rich("keptNow", { date: <Time iso={file.keptUntil} only="day" /> })}
          </p>
        )}
      </fieldset>
      {refused && <Notice role="alert" tone="bad" title={wordsFor(change.error, words)} />}
      {due && goods && (
        <DueForChange {...{ due, config, goods }} title={file.title} onPaid={save} onBack={change.reset} />
      )}
      <div className="flex justify-end gap-2" hidden={goods !== null}>
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

/** What is not written stays as it is: null is without an end. */
function changesOf(draft: Draft, before: Draft, over: boolean): UpdateFile {
  const until = draft.saleNoEnd ? null : endOfDay(draft.onSaleUntil)?.toISOString();
  const days = draft.downloadNoEnd ? null : (readDays(draft.downloadDays) ?? undefined);
  const isMoved = draft.saleNoEnd
    ? !before.saleNoEnd
    : over || before.saleNoEnd || draft.onSaleUntil !== before.onSaleUntil;
  return {
    onSaleUntil: isMoved ? until : undefined,
    downloadDays: draft.downloadNoEnd && before.downloadNoEnd ? undefined : days,
  };
}
