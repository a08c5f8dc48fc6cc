"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copyable";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { ChannelChange, ChannelList, ChannelView } from "@/lib/notices/schema";
import type { Channel, SellerNotice } from "@/lib/outbox/schema";
import { channelsQuery } from "./channel-queries";

/** What can be chosen; decisions of the operator are one choice. */
const choices = [
  { words: "n_sold", notices: ["sold"] },
  { words: "n_complaint", notices: ["complaint"] },
  { words: "n_refund-confirmed", notices: ["refund-confirmed"] },
  { words: "n_sale-ends", notices: ["sale-ends"] },
  { words: "n_storage-ends", notices: ["storage-ends"] },
  {
    words: "n_decisions",
    notices: ["file-suspended", "file-withheld", "file-lifted", "file-deleted", "appeal-decided"],
  },
] as const satisfies { words: string; notices: SellerNotice[] }[];
const all = choices.flatMap(({ notices }): SellerNotice[] => [...notices]);

/** One channel: where, and about what. */
export function ChannelForm({ kind, channel }: { kind: Channel; channel: ChannelView | undefined }) {
  const t = useWords("notices");
  const errors = useWords("errors");
  const client = useQueryClient();
  const [target, setTarget] = useState(channel?.target ?? "");
  const [chosen, setChosen] = useState<readonly SellerNotice[]>(channel?.notices ?? all);
  const save = useMutation({
    mutationFn: (body: ChannelChange) => requestJson<ChannelList>("/api/profile/notices", { method: "PUT", body }),
    onSuccess: (list) => client.setQueryData(channelsQuery.queryKey, list),
  });
  const refused = useFieldErrors(save.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ kind, target, notices: [...chosen] });
  }

  const hint = kind === "webhook" ? t("webhookHint") : kind === "ntfy" ? t("ntfyHint") : undefined;
  return (
    <form noValidate onSubmit={submit} className="min-w-0 space-y-4">
      <Field
        label={t(kind)}
        optional
        dir="ltr"
        type={kind === "email" ? "email" : "url"}
        autoComplete={kind === "email" ? "email" : "off"}
        maxLength={500}
        value={target}
        hint={hint}
        error={refused("target")}
        onChange={(event) => {
          save.reset();
          setTarget(event.target.value);
        }}
      />
      <Choices chosen={chosen} onChange={setChosen} />
      {channel?.state === "waits" && (
        <Notice tone="warn" title={t("waits")}>
          <p>{t("nothingCame")}</p>
        </Notice>
      )}
      {channel?.state === "stopped" && (
        <Notice tone="warn" title={t("stopped")}>
          {kind === "email" && <p>{t("stoppedWhy")}</p>}
        </Notice>
      )}
      {channel?.secret && (
        <div className="space-y-2">
          <p className="text-xs text-ink-soft">{t("secret")}</p>
          <Copyable text={channel.secret} copyLabel={t("copySecret")} />
        </div>
      )}
      {save.error && !refused("target") && <Notice role="alert" tone="bad" title={wordsFor(save.error, errors)} />}
      <div className="flex items-center gap-3">
        <Button type="submit" size="sm" look="secondary" busy={save.isPending}>
          {t("save")}
        </Button>
        <p role="status" className="text-sm text-accent-ink">
          {save.isSuccess ? t("saved") : ""}
        </p>
      </div>
    </form>
  );
}

type ChoicesProps = { chosen: readonly SellerNotice[]; onChange: (chosen: SellerNotice[]) => void };

function Choices({ chosen, onChange }: ChoicesProps) {
  const t = useWords("notices");
  return (
    <fieldset className="space-y-1">
      <legend className="text-sm font-semibold">{t("about")}</legend>
      {choices.map(({ words, notices }) => {
        const others = chosen.filter((one) => !(notices as readonly string[]).includes(one));
        return (
          <label key={words} className="flex min-h-8 items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4"
              checked={notices.some((one) => chosen.includes(one))}
              onChange={(event) => onChange(event.target.checked ? [...others, ...notices] : others)}
            />
            {t(words)}
          </label>
        );
      })}
    </fieldset>
  );
}
