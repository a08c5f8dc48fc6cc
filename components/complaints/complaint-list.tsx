"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useWords } from "#i18n";
import type { Complaint } from "@/lib/complaints/schema";
import { ComplaintCard } from "./complaint-card";
import { complaintsQuery } from "./queries";

/**
 * Complaints that need a seller's attention; nothing if there are none. Has to be inside a `QueryProvider`, on a page
 * that provides the words `complaints`.
 *
 * @param actions what else the seller can do about one
 */
export function ComplaintList({ actions }: { actions?: (complaint: Complaint) => ReactNode }) {
  const t = useWords("complaints");
  const { data } = useQuery(complaintsQuery);
  if (!data || data.complaints.length === 0) return null;
  const title = t("listTitle", { count: data.open });
  return (
    <section aria-label={title} className="space-y-3">
      <h2 className="text-lg">{title}</h2>
      <ul className="space-y-3">
        {data.complaints.map((complaint) => (
          <li key={complaint.id}>
            <ComplaintCard complaint={complaint} actions={actions?.(complaint)} />
          </li>
        ))}
      </ul>
      {data.more && <p className="text-sm text-ink-soft">{t("more")}</p>}
    </section>
  );
}
