"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useWords } from "#i18n";
import { useFieldErrors } from "@/components/http/field-words";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { RefundPolicy } from "@/lib/refunds/schema";
import { ACCENT_MAX, CONTACT_MAX, NAME_MAX, REFUND_NOTE_MAX } from "@/lib/sellers/limits";
import type { Profile, ProfileChange } from "@/lib/sellers/schema";
import { profileQuery } from "./queries";

const policies = [
  { value: "", words: "policyNone" },
  { value: "no-refunds", words: "policyNoRefunds" },
  { value: "if-faulty", words: "policyIfFaulty" },
  { value: "within-14-days", words: "policyWithin14Days" },
] as const;

/** Name, contact and refund policy. */
export function ProfileForm({ profile }: { profile: Profile }) {
  const t = useWords("sellers");
  const errors = useWords("errors");
  const client = useQueryClient();
  const selectId = useId();
  const [draft, setDraft] = useState(() => draftOf(profile));
  const save = useMutation({
    mutationFn: (changes: ProfileChange) => requestJson<Profile>("/api/profile", { method: "PATCH", body: changes }),
    onSuccess(saved) {
      client.setQueryData(profileQuery.queryKey, saved);
      setDraft(draftOf(saved));
    },
  });
  const set = (changes: Partial<typeof draft>) => {
    save.reset();
    setDraft({ ...draft, ...changes });
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ ...draft, refundPolicy: (draft.refundPolicy || null) as RefundPolicy | null });
  }

  const refused = useFieldErrors(save.error);
  const placed = ["name", "contact", "refundNote", "accent"].some((field) => refused(field));
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      <Field
        label={t("name")}
        optional
        maxLength={NAME_MAX}
        autoComplete="organization"
        value={draft.name}
        error={refused("name")}
        onChange={(event) => set({ name: event.target.value })}
        hint={t("nameHint", { name: draft.name.trim() || t("yourName") })}
      />
      <Field
        label={t("contact")}
        optional
        maxLength={CONTACT_MAX}
        value={draft.contact}
        error={refused("contact")}
        onChange={(event) => set({ contact: event.target.value })}
        hint={t("contactHint")}
      />
      <div className="space-y-1.5">
        <label htmlFor={selectId} className="block text-sm font-semibold">
          {t("refundPolicy")}
        </label>
        <select
          id={selectId}
          value={draft.refundPolicy}
          aria-describedby={`${selectId}-hint`}
          onChange={(event) => set({ refundPolicy: event.target.value })}
          className="block min-h-11 w-full rounded-md border border-line-strong bg-surface px-3 py-2 text-base text-ink"
        >
          {policies.map(({ value, words }) => (
            <option key={value} value={value}>
              {t(words)}
            </option>
          ))}
        </select>
        <p id={`${selectId}-hint`} className="text-xs text-ink-soft">
          {t("refundPolicyHint")}
        </p>
      </div>
      <Field
        label={t("refundNote")}
        optional
        maxLength={REFUND_NOTE_MAX}
        value={draft.refundNote}
        error={refused("refundNote")}
        onChange={(event) => set({ refundNote: event.target.value })}
      />
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <Field
            label={t("accent")}
            optional
            dir="ltr"
            spellCheck={false}
            maxLength={ACCENT_MAX}
            value={draft.accent}
            error={refused("accent")}
            onChange={(event) => set({ accent: event.target.value })}
            hint={t("accentHint")}
          />
        </div>
        <input
          type="color"
          aria-label={t("accentPick")}
          value={/^#[0-9a-f]{6}$/i.test(draft.accent) ? draft.accent : "#0d6a4f"}
          onChange={(event) => set({ accent: event.target.value })}
          className="mt-7 size-11 shrink-0 cursor-pointer rounded-md border border-line-strong bg-surface p-1"
        />
      </div>
      {save.error && !placed && <Notice role="alert" tone="bad" title={wordsFor(save.error, errors)} />}
      <div className="flex items-center gap-3">
        <Button type="submit" busy={save.isPending}>
          {t("save")}
        </Button>
        <p role="status" className="text-sm text-accent-ink">
          {save.isSuccess ? t("saved") : ""}
        </p>
      </div>
    </form>
  );
}

function draftOf({ name, contact, refundPolicy, refundNote, accent }: Profile) {
  return {
    name: name ?? "",
    contact: contact?.replace(/^mailto:/, "") ?? "",
    refundPolicy: refundPolicy ?? "",
    refundNote: refundNote ?? "",
    accent: accent ?? "",
  };
}
