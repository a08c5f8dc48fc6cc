"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { REPLY_MAX } from "@/lib/complaints/limits";

type Props = {
  busy: boolean;
  error: unknown;
  onSend(reply: string): void;
};

/** A seller's answer, which the buyer reads on the file's page and in My purchases. */
export function ReplyForm({ busy, error, onSend }: Props) {
  const t = useWords("complaints");
  const errors = useWords("errors");
  const [text, setText] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== "") onSend(text.trim());
  }

  return (
    <form onSubmit={submit} className="space-y-3">
      <TextArea
        label={t("reply")}
        hint={t("replyHint")}
        rows={3}
        dir="auto"
        maxLength={REPLY_MAX}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {error !== null && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      <Button type="submit" size="sm" busy={busy}>
        {t("sendReply")}
      </Button>
    </form>
  );
}
