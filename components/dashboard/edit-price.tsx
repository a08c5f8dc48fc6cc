"use client";

import { Pencil } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { cleanPrice } from "@/components/files/sell-draft";
import { useFieldErrors } from "@/components/http/field-words";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Money } from "@/components/ui/money";
import { parseUsd } from "@/lib/money";
import type { OwnFile } from "@/lib/products/files/schema";
import { useChangeFile } from "./use-change-file";

/** A file's price, edited in place. Escape cancels. */
export function EditPrice({ file }: { file: OwnFile }) {
  const t = useWords("sellers");
  const errors = useWords("errors");
  const [editing, setEditing] = useState(false);
  const [price, setPrice] = useState(file.price);
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

  function close() {
    setEditing(false);
    setPrice(file.price);
    setOwn(undefined);
    change.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const text = cleanPrice(price);
    if (parseUsd(text) === null) return setOwn(t("priceFormat"));
    setOwn(undefined);
    change.mutate({ price: text }, { onSuccess: () => setEditing(false) });
  }

  if (!editing) {
    return (
      <p className="flex items-center gap-2 text-lg">
        {file.free ? t("free") : <Money microUsd={file.priceMicroUsd} className="font-semibold" />}
        <Button ref={opener} look="quiet" size="sm" onClick={() => setEditing(true)}>
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
      <Field
        label={t("newPrice")}
        prefix="$"
        inputMode="decimal"
        autoComplete="off"
        value={price}
        error={own ?? refused}
        onChange={(event) => setPrice(event.target.value)}
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
