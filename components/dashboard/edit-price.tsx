"use client";

import { Pencil } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { readPrice } from "@/components/files/sell-draft";
import { useFieldErrors } from "@/components/http/field-words";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { decimalText } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { NumberField } from "@/components/ui/number-field";
import { formatUsd } from "@/lib/money";
import type { OwnFile } from "@/lib/products/files/schema";
import { useChangeFile } from "./use-change-file";

/** A file's price, edited in place. Escape cancels. */
export function EditPrice({ file }: { file: OwnFile }) {
  const t = useWords("sellers");
  const errors = useWords("errors");
  const [editing, setEditing] = useState(false);
  const shown = decimalText(file.price, t.locale);
  const [price, setPrice] = useState(shown);
  const reading = readPrice(price);
  const [own, setOwn] = useState<string>();
  const change = useChangeFile(file.id);
  const wrong = useFieldErrors(change.error);
  const input = useRef<HTMLFormElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const opened = useRef(false);

  useEffect(() => {
    if (editing) input.current?.querySelector("input")?.select();
    else if (opened.current) opener.current?.focus();
    opened.current = editing;
  }, [editing]);

  function open() {
    setPrice(shown);
    setEditing(true);
  }

  function close() {
    setEditing(false);
    setPrice(shown);
    setOwn(undefined);
    change.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (reading.kind !== "read") return setOwn(t("priceFormat"));
    setOwn(undefined);
    change.mutate({ price: formatUsd(reading.value) }, { onSuccess: () => setEditing(false) });
  }

  if (!editing) {
    return (
      <p className="flex items-center gap-2 text-lg">
        {file.free ? t("free") : <Money microUsd={file.priceMicroUsd} className="font-semibold" />}
        <Button ref={opener} look="quiet" size="sm" onClick={open}>
          <Pencil aria-hidden="true" className="size-4" />
          <span className="sr-only">{t("changePriceOf", { title: file.title })}</span>
        </Button>
      </p>
    );
  }
  const refused = change.error ? (wrong("price") ?? wordsFor(change.error, errors)) : undefined;
  return (
    <form
      ref={input}
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
      className="max-w-sm space-y-3"
    >
      <NumberField
        label={t("newPrice")}
        prefix="$"
        inputMode="decimal"
        value={price}
        error={own ?? refused}
        reading={reading}
        onText={setPrice}
        hint={t("newPriceHint")}
      />
      <div className="flex gap-2">
        <Button type="submit" size="sm" busy={change.isPending}>
          {t("save")}
        </Button>
        <Button look="secondary" size="sm" onClick={close}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
