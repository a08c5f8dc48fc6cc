"use client";

import { useEffect, useState } from "react";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { Time } from "@/components/ui/time";
import type { OwnComplaint, OwnComplaints } from "@/lib/complaints/schema";

/**
 * What the seller answered to a buyer's messages; nothing while there is no answer, or when it cannot be read.
 *
 * @param path the route that messages are sent to
 */
export function Answers({ path, fileId }: { path: string; fileId: string }) {
  const t = useWords("complaints");
  const [answered, setAnswered] = useState<OwnComplaint[]>([]);
  useEffect(() => {
    let gone = false;
    requestJson<OwnComplaints>(path)
      .then(({ complaints }) => {
        if (!gone) setAnswered(complaints.filter(({ reply }) => reply !== null));
      })
      .catch(() => {});
    return () => {
      gone = true;
    };
  }, [path]);
  if (answered.length === 0) return null;
  return (
    <section aria-label={t("answers")} className="space-y-3 rounded-lg border border-line bg-sunken p-4 text-sm">
      <h3 className="text-base">{t("answers")}</h3>
      <ul className="space-y-3">
        {answered.map(({ id, text, reply, repliedAt }) => (
          <li key={id} className="space-y-1">
            <p dir="auto" className="line-clamp-2 break-words text-ink-soft">
              {text}
            </p>
            <p dir="auto" className="break-words whitespace-pre-line">
              {reply}
            </p>
            {repliedAt && (
              <p className="flex flex-wrap items-center gap-x-3 text-xs text-ink-soft">
                <Time iso={repliedAt} only="minute" />
                <a href={`/f/${fileId}/report?message=${id}`} className="flex min-h-11 items-center underline">
                  {t("report")}
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
