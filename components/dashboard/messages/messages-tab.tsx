"use client";

import { useQuery } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { ComplaintList } from "@/components/complaints/complaint-list";
import { DoneComplaints } from "@/components/complaints/done-complaints";
import { complaintsQuery } from "@/components/complaints/queries";
import { Loaded } from "@/components/dashboard/frame/loaded";
import { TabTitle } from "@/components/dashboard/frame/tab-title";
import { DecisionList, decisionsQuery } from "@/components/reports/decision-list";
import { Card } from "@/components/ui/card";
import { ComplaintActions } from "./complaint-actions";

/** What buyers wrote, and what the operator decided. */
export function MessagesTab() {
  const t = useWords("desk");
  const complaints = useQuery(complaintsQuery);
  const decisions = useQuery(decisionsQuery);
  return (
    <section className="space-y-6">
      <TabTitle>{t("tab_messages")}</TabTitle>
      <Loaded of={complaints} waits={decisions.isPending}>
        {(data) => (
          <div className="space-y-10">
            {data.complaints.length === 0 && decisions.data?.decisions.length === 0 && (
              <Card className="text-center text-ink-soft">
                <p>{t("noMessages")}</p>
              </Card>
            )}
            <ComplaintList actions={(complaint) => <ComplaintActions complaint={complaint} />} />
            <DoneComplaints actions={(complaint) => <ComplaintActions complaint={complaint} />} />
            <DecisionList />
          </div>
        )}
      </Loaded>
    </section>
  );
}
