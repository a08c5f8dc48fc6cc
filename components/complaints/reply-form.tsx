"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { safeStorage } from "@/components/ui/safe-storage";
import { REPLY_MAX } from "@/lib/complaints/limits";

type Props = {
  complaintId: string;
  busy: boolean;
  error: unknown;
  /** @param onSent to be called once the server has it */
  onSend(reply: string, onSent: () => void): void;
};

/**
 * A seller's answer, which the buyer reads on the file's page and in My purchases. What is typed or pasted is never cut, and stays in
 * this tab until the server has it.
 */
export function ReplyForm({ complaintId, busy, error, onSend }: Props) {
  const t = useWords("complaints");
  const errors = useWords("errors");
  const store = safeStorage("sessionStorage");
  const key = `filekiosk.reply.${complaintId}`;
  const [text, setText] = useState(() => store.getItem(key) ?? "");
  const length = text.trim().length;
  const isTooLong = length > REPLY_MAX;

  function type(typed: string) {
    setText(typed);
    if (typed.trim() === "") store.removeItem(key);
    else store.setItem(key, typed);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (length > 0 && !isTooLong) onSend(text.trim(), () => type(""));
  }

  return (
    <form onSubmit={submit} className="space-y-3">
      <TextArea
        label={t("reply")}
        hint={t("replyHint")}
        rows={3}
        dir="auto"
        value={text}
        error={isTooLong ? t("replyTooLong", { max: REPLY_MAX, length }) : undefined}
        onChange={(event) => type(event.target.value)}
      />
      {error !== null && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      <Button type="submit" size="sm" busy={busy}>
        {t("sendReply")}
      </Button>
    </form>
  );
}
