"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { Complaint } from "@/lib/complaints/schema";
import { ComplaintCard } from "./complaint-card";
import { doneComplaintsQuery } from "./queries";

/** The complaints that are done, read when somebody wants to see them. */
export function DoneComplaints({ actions }: { actions: (complaint: Complaint) => ReactNode }) {
  const t = useWords("complaints");
  const [isOpen, setOpen] = useState(false);
  return (
    <Details summary={t("doneTitle")} onToggle={setOpen}>
      {isOpen && <Pages actions={actions} />}
    </Details>
  );
}

function Pages({ actions }: { actions: (complaint: Complaint) => ReactNode }) {
  const t = useWords("complaints");
  const errors = useWords("errors");
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery(doneComplaintsQuery);
  const complaints = data?.pages.flatMap((page) => page.complaints) ?? [];
  if (!data) return error ? <Notice role="alert" tone="bad" title={wordsFor(error, errors)} /> : <Spinner />;
  if (complaints.length === 0) return <p className="text-sm text-ink-soft">{t("noneDone")}</p>;
  return (
    <div className="space-y-3">
      <ul className="space-y-3">
        {complaints.map((complaint) => (
          <li key={complaint.id}>
            <ComplaintCard complaint={complaint} actions={actions(complaint)} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button look="secondary" size="sm" busy={isFetching} onClick={() => void fetchNextPage()}>
          {t("olderDone")}
        </Button>
      )}
    </div>
  );
}
