"use client";

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ShortCode } from "@/components/ui/code";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { ChangeComplaint, Complaint, ComplaintList as List } from "@/lib/complaints/schema";
import { parseUsd } from "@/lib/money";
import { ReplyForm } from "./reply-form";

/** The open complaints to the signed-in seller. */
export const complaintsQuery = queryOptions({
  queryKey: ["complaints"],
  queryFn: ({ signal }) => requestJson<List>("/api/complaints", { signal }),
  refetchInterval: 30_000,
});

/**
 * Complaints that need a seller's attention; nothing if there are none. Has to be inside a `QueryProvider`, on a page
 * that provides the words `complaints`.
 */
export function ComplaintList() {
  const t = useWords("complaints");
  const { data } = useQuery(complaintsQuery);
  if (!data || data.complaints.length === 0) return null;
  const title = t("listTitle", { count: data.complaints.length });
  return (
    <section aria-label={title} className="space-y-3">
      <h2 className="text-lg">{title}</h2>
      <ul className="space-y-3">
        {data.complaints.map((complaint) => (
          <li key={complaint.id}>
            <One complaint={complaint} />
          </li>
        ))}
      </ul>
      {data.more && <p className="text-sm text-ink-soft">{t("more")}</p>}
    </section>
  );
}

function One({ complaint }: { complaint: Complaint }) {
  const t = useWords("complaints");
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (body: ChangeComplaint) =>
      requestJson<Complaint>(`/api/complaints/${encodeURIComponent(complaint.id)}`, { method: "PATCH", body }),
    // A complaint marked as done stays on the page with "Undo"; the next reload of the list leaves it out.
    onSuccess: (_, { done }) => (done ? undefined : client.invalidateQueries(complaintsQuery)),
  });
  if (change.isSuccess && change.data.doneAt !== null) {
    return (
      <Notice role="status" tone="good" title={t(change.data.reply ? "answered" : "markedDone")}>
        <Button size="sm" look="secondary" onClick={() => change.mutate({ done: false })}>
          {t("undo")}
        </Button>
      </Notice>
    );
  }
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
      <ReplyForm
        busy={change.isPending}
        error={change.error}
        onSend={(reply) => change.mutate({ reply, done: true })}
      />
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`#sale-${complaint.paymentId}`} look="secondary" size="sm">
          {t("toSale")}
        </ButtonLink>
        <ButtonLink href={`#file-${complaint.fileId}`} look="secondary" size="sm">
          {t("toFile")}
        </ButtonLink>
        <Button size="sm" look="secondary" busy={change.isPending} onClick={() => change.mutate({ done: true })}>
          {t("done")}
        </Button>
      </div>
    </Card>
  );
}
