"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { DueForChange } from "@/components/dashboard/due-for-change";
import { useSeller } from "@/components/dashboard/frame/seller-context";
import { ownFileQuery } from "@/components/dashboard/queries";
import { useChangeFile } from "@/components/dashboard/use-change-file";
import { checkDates, type DraftErrors, readPrice } from "@/components/files/sell-draft";
import { useFieldErrors } from "@/components/http/field-words";
import { isSignInAsked, RequestProblem, wordsFor } from "@/components/http/request";
import { dueOf, goodsDue } from "@/components/payments/storage/due-of";
import { Button } from "@/components/ui/button";
import { dayFromNow } from "@/components/ui/days";
import { Field, TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { NumberField } from "@/components/ui/number-field";
import { Tick } from "@/components/ui/tick";
import type { EditedFrom, OwnFile } from "@/lib/products/files/schema";
import { DateFields } from "./date-fields";
import { changesOf } from "./fields";
import { Meanwhile } from "./meanwhile";
import type { Editing } from "./use-edit";

/** Everything that buyers read about a file. Saved only when the seller says so, and never over what was saved elsewhere. */
export function EditForm({ file, edit }: { file: OwnFile; edit: Editing }) {
  const t = useWords("editing");
  const sell = useWords("sell");
  const sellers = useWords("sellers");
  const errors = useWords("errors");
  const { config, limits } = useSeller();
  const client = useQueryClient();
  const change = useChangeFile(file.id);
  const wrong = useFieldErrors(change.error);
  const [own, setOwn] = useState<DraftErrors>({});
  const { fields, set, changed } = edit;
  const due = dueOf(change.error);
  const goods = due && goodsDue(due, null);
  const isChanged = changed.length > 0;
  const isMeanwhile = codeOf(change.error) === "edited_meanwhile";
  const errorOf = (name: keyof DraftErrors) => own[name] ?? wrong(name);
  const isSaid = isMeanwhile || due !== null || changed.some((name) => wrong(name));

  function save() {
    const found = mistakes();
    setOwn(found);
    if (Object.keys(found).length > 0) return;
    change.mutate(changesOf(fields, edit.base, edit.shown), {
      onSuccess: (saved) => edit.savedNow(saved, fields),
      onError(error) {
        const current = currentOf(error);
        if (current) client.setQueryData(ownFileQuery(file.id).queryKey, { ...file, ...current });
        // The page asks for a sign-in, and has what was typed afterwards.
        if (isSignInAsked(error)) void client.invalidateQueries(ownFileQuery(file.id));
      },
    });
  }

  /** What the server would refuse, as far as it is touched. */
  function mistakes(): DraftErrors {
    const { onSaleUntil, downloadDays } = fields;
    const dates = checkDates(
      {
        onSaleUntil: onSaleUntil ?? dayFromNow(new Date(), 1),
        downloadDays: downloadDays ?? String(limits.downloadDays),
      },
      limits,
      new Date(),
      sell,
    );
    const isUnread = changed.includes("price") && readPrice(fields.price).kind !== "read";
    const { titleMax, descriptionMax } = limits;
    const isLong = (text: string, max: number) => text.trim().length > max;
    return {
      // Not cut while it is typed or pasted: nothing of it is to be lost.
      ...(isLong(fields.title, titleMax) ? { title: sell("titleTooLong", { max: titleMax }) } : {}),
      ...(isLong(fields.description, descriptionMax)
        ? { description: sell("descriptionTooLong", { max: descriptionMax }) }
        : {}),
      ...(isUnread ? { price: sellers("priceFormat") } : {}),
      ...(changed.includes("onSaleUntil") && dates.onSaleUntil ? { onSaleUntil: dates.onSaleUntil } : {}),
      ...(changed.includes("downloadDays") && dates.downloadDays ? { downloadDays: dates.downloadDays } : {}),
    };
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isChanged && !change.isPending) save();
  }

  return (
    <form noValidate onSubmit={submit} aria-label={t("form")} className="space-y-5">
      {edit.isRestored && isChanged && <Notice title={t("restored")} />}
      <fieldset disabled={goods !== null} className="min-w-0 space-y-5">
        <Field
          label={sell("title")}
          dir="auto"
          value={fields.title}
          error={errorOf("title")}
          onChange={({ target }) => set({ title: target.value })}
        />
        <Meanwhile name="title" edit={edit} />
        <TextArea
          label={sell("description")}
          dir="auto"
          rows={10}
          value={fields.description}
          error={errorOf("description")}
          hint={t("textHint")}
          onChange={({ target }) => set({ description: target.value })}
        />
        <Meanwhile name="description" edit={edit} />
        <NumberField
          label={sell("price")}
          prefix="$"
          inputMode="decimal"
          className="max-w-40"
          value={fields.price}
          error={errorOf("price")}
          reading={readPrice(fields.price)}
          onText={(price) => set({ price })}
          hint={sellers("newPriceHint")}
        />
        <Meanwhile name="price" edit={edit} />
        <DateFields file={file} edit={edit} errorOf={errorOf} />
        {limits.hasList && (
          <Tick checked={fields.listed} onChange={(listed) => set({ listed })}>
            {sell("listed")}
          </Tick>
        )}
        <Meanwhile name="listed" edit={edit} />
      </fieldset>
      {change.error && !isSaid && <Notice role="alert" tone="bad" title={wordsFor(change.error, errors)} />}
      {due && goods && (
        <DueForChange {...{ due, config, goods }} title={file.title} onPaid={save} onBack={change.reset} />
      )}
      <div hidden={goods !== null} className="sticky bottom-0 z-1 -mx-1 bg-paper px-1 py-3">
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" busy={change.isPending} disabled={!isChanged || edit.conflicts.length > 0}>
            {sellers("save")}
          </Button>
          {isChanged && (
            <Button look="secondary" onClick={edit.discard}>
              {t("discard")}
            </Button>
          )}
          <p role="status" className="text-sm text-ink-soft">
            {isChanged
              ? t(edit.conflicts.length > 0 ? "decideFirst" : "unsaved")
              : change.isSuccess && sellers("saved")}
          </p>
        </div>
      </div>
    </form>
  );
}

const codeOf = (error: unknown) => (error instanceof RequestProblem ? error.problem.code : null);

/** What a refusal says is saved now of what was typed here. */
function currentOf(error: unknown): EditedFrom | null {
  if (!(error instanceof RequestProblem) || error.problem.code !== "edited_meanwhile") return null;
  return error.problem.current as EditedFrom;
}
