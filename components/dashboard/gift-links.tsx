"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Gift as GiftIcon } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { requestJson, wordsFor } from "@/components/http/request";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Copyable } from "@/components/ui/copyable";
import { dayFromNow, endOfDay } from "@/components/ui/days";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { NumberField } from "@/components/ui/number-field";
import { Time } from "@/components/ui/time";
import { GIFT_DEFAULT_DAYS, GIFT_LABEL_MAX, GIFT_MAX_DAYS, GIFTS_AT_ONCE } from "@/lib/gifts/limits";
import type { Gift, NewGifts } from "@/lib/gifts/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { readWhole } from "@/lib/read-number";
import { giftsQuery } from "./queries";

/** Free access for chosen people, one link each. */
export function GiftLinks({ file }: { file: OwnFile }) {
  const t = useWords("gifts");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="secondary" size="sm" onClick={() => setOpen(true)}>
        <GiftIcon aria-hidden="true" className="size-4" />
        {t("giftLinks")}
      </Button>
      <Dialog open={open} title={t("title")} onClose={() => setOpen(false)}>
        <Gifts file={file} />
      </Dialog>
    </>
  );
}

function Gifts({ file }: { file: OwnFile }) {
  const t = useWords("gifts");
  const errors = useWords("errors");
  const { data, error } = useQuery(giftsQuery(file.id));
  const [made, setMade] = useState<NewGifts["gifts"]>([]);
  return (
    <div className="space-y-5">
      <p className="text-sm">{t.rich("what", { title: <bdi className="font-semibold">{file.title}</bdi> })}</p>
      {made.length > 0 && <NewLinks gifts={made} />}
      <MakeGifts file={file} onMade={setMade} />
      {error && !data && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      <div className="space-y-3 border-t border-line pt-4">
        <p className="text-sm font-semibold">
          {data ? t("made", { count: data.total, taken: data.taken }) : t("loading")}
        </p>
        <ul className="divide-y divide-line">
          {data?.gifts.map((gift) => (
            <GiftRow key={gift.id} fileId={file.id} gift={gift} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function NewLinks({ gifts }: { gifts: NewGifts["gifts"] }) {
  const t = useWords("gifts");
  return (
    <Notice role="status" tone="good" title={t("copyNow")}>
      <ul className="space-y-2">
        {gifts.map(({ id, url }) => (
          <li key={id} data-testid="gift-link">
            <Copyable text={url} copyLabel={t("copyLink")} className="text-ink" />
          </li>
        ))}
      </ul>
      {gifts.length > 1 && <CopyButton text={gifts.map(({ url }) => url).join("\n")} label={t("copyAll")} />}
    </Notice>
  );
}

type MakeProps = { file: OwnFile; onMade: (gifts: NewGifts["gifts"]) => void };

function MakeGifts({ file, onMade }: MakeProps) {
  const t = useWords("gifts");
  const errors = useWords("errors");
  const numbers = useWords("numbers");
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => ({
    count: "1",
    label: "",
    until: dayFromNow(new Date(), GIFT_DEFAULT_DAYS),
  }));
  const reading = readWhole(draft.count);
  const wanted = reading.kind === "read" ? reading.value : 0;
  const count = wanted >= 1 && wanted <= GIFTS_AT_ONCE ? wanted : null;
  const make = useMutation({
    mutationFn: () =>
      requestJson<NewGifts>(`/api/files/${file.id}/gifts`, {
        method: "POST",
        body: { count, label: draft.label, until: endOfDay(draft.until)?.toISOString() },
      }),
    onSuccess({ gifts }) {
      onMade(gifts);
      setDraft({ ...draft, label: "" });
      return client.invalidateQueries(giftsQuery(file.id));
    },
  });
  const refused = useFieldErrors(make.error);
  const placed = ["count", "label", "until"].some((field) => refused(field));
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (count !== null) make.mutate();
      }}
    >
      <Field
        label={t("label")}
        optional
        maxLength={GIFT_LABEL_MAX}
        value={draft.label}
        error={refused("label")}
        onChange={(event) => setDraft({ ...draft, label: event.target.value })}
        hint={t("labelHint")}
      />
      <div className="grid grid-cols-2 gap-4">
        <NumberField
          label={t("count")}
          inputMode="numeric"
          value={draft.count}
          error={count === null ? numbers("wholeFromTo", { least: 1, most: GIFTS_AT_ONCE }) : refused("count")}
          reading={reading}
          onText={(text) => setDraft({ ...draft, count: text })}
        />
        <Field
          label={t("until")}
          type="date"
          min={dayFromNow(new Date(), 0)}
          max={dayFromNow(new Date(), GIFT_MAX_DAYS - 1)}
          value={draft.until}
          error={refused("until")}
          onChange={(event) => setDraft({ ...draft, until: event.target.value })}
        />
      </div>
      <p className="text-xs text-ink-soft">{t("untilHint")}</p>
      {make.error && !placed && <Notice role="alert" tone="bad" title={wordsFor(make.error, errors)} />}
      <Button type="submit" busy={make.isPending} disabled={count === null}>
        {t("make", { count: count ?? 1 })}
      </Button>
    </form>
  );
}

const states = {
  open: { word: "open", tone: "warn" },
  taken: { word: "taken", tone: "good" },
  ended: { word: "ended", tone: "plain" },
  over: { word: "over", tone: "plain" },
} as const satisfies Record<Gift["state"], { word: string; tone: BadgeTone }>;

function GiftRow({ fileId, gift }: { fileId: string; gift: Gift }) {
  const t = useWords("gifts");
  const errors = useWords("errors");
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => requestJson(`/api/gifts/${gift.id}`, { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries(giftsQuery(fileId)),
  });
  const { word, tone } = states[gift.state];
  const label = gift.label || t("noLabel");
  const live = gift.state === "open" || gift.state === "taken";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-2.5 text-sm">
      <div className="min-w-0">
        <p className="break-words">
          <bdi>{label}</bdi> <Badge tone={tone}>{t(word)}</Badge>
        </p>
        <p className="text-xs text-ink-soft">
          {t("downloads", { count: gift.downloads })} ·{" "}
          {t.rich("goodUntil", { date: <Time iso={gift.until} only="day" /> })}
        </p>
        {end.error && (
          <p role="alert" className="text-bad-ink">
            {wordsFor(end.error, errors)}
          </p>
        )}
      </div>
      {live && (
        <Button look="quiet-danger" size="sm" busy={end.isPending} onClick={() => end.mutate()}>
          <span aria-hidden="true">{t("end")}</span>
          <span className="sr-only">{t("endOf", { label })}</span>
        </Button>
      )}
    </li>
  );
}
