"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ShortCode } from "@/components/ui/code";
import { Details } from "@/components/ui/details";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { ChangeComplaint, Complaint } from "@/lib/complaints/schema";
import { parseUsd } from "@/lib/money";
import { complaintsQuery } from "./queries";
import { ReplyForm } from "./reply-form";

type Props = {
  complaint: Complaint;
  /** What else the seller can do about it, such as a refund. */
  actions: ReactNode;
};

/** One complaint, with the answer and everything that helps. */
export function ComplaintCard({ complaint, actions }: Props) {
  const t = useWords("complaints");
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (body: ChangeComplaint) =>
      requestJson<Complaint>(`/api/complaints/${encodeURIComponent(complaint.id)}`, { method: "PATCH", body }),
    // A complaint marked as done stays on the page with "Undo"; the next reload of the list leaves it out.
    onSuccess: (_, { done }) => (done ? undefined : client.invalidateQueries(complaintsQuery)),
  });
  if (complaint.doneAt === null && change.isSuccess && change.data.doneAt !== null) {
    return (
      <Notice role="status" tone="good" title={t(change.data.reply ? "answered" : "markedDone")}>
        <Button size="sm" look="secondary" onClick={() => change.mutate({ done: false })}>
          {t("undo")}
        </Button>
      </Notice>
    );
  }
  const form = (
    <ReplyForm
      complaintId={complaint.id}
      busy={change.isPending}
      error={change.error}
      onSend={(reply, onSent) => change.mutate({ reply, done: true }, { onSuccess: onSent })}
    />
  );
  return (
    <Card className="space-y-3">
      <p className="text-sm text-ink-soft">
        {t.rich("about", {
          file: <bdi className="font-semibold text-ink">{complaint.fileTitle}</bdi>,
          price: <Money microUsd={parseUsd(complaint.price) ?? 0n} />,
          payer: <ShortCode code={complaint.payer} />,
          date: <Time iso={complaint.sentAt} only="minute" />,
        })}
      </p>
      <p dir="auto" className="break-words whitespace-pre-line">
        {complaint.text}
      </p>
      <p className="text-sm">
        {complaint.replyTo
          ? t.rich("answerTo", { contact: <bdi className="break-all select-all">{complaint.replyTo}</bdi> })
          : t("noAnswer")}
      </p>
      {complaint.reply && (
        <p className="text-sm break-words whitespace-pre-line text-ink-soft">
          {t.rich("replied", { reply: <bdi>{complaint.reply}</bdi> })}
        </p>
      )}
      {complaint.doneAt === null ? form : <Details summary={t("answerAgain")}>{form}</Details>}
      {actions}
      <Button
        size="sm"
        look="secondary"
        busy={change.isPending}
        onClick={() => change.mutate({ done: complaint.doneAt === null })}
      >
        {t(complaint.doneAt === null ? "done" : "openAgain")}
      </Button>
    </Card>
  );
}
