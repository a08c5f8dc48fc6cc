"use client";

import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Details } from "@/components/ui/details";
import { Time } from "@/components/ui/time";
import type { AppealView, OwnDecision, OwnDecisions } from "@/lib/reports/schema";
import { AppealBox } from "./appeal-box";
import { Statement, VerdictWords } from "./statement";

/** What the operator decided about the signed-in seller. */
export const decisionsQuery = queryOptions({
  queryKey: ["decisions"],
  queryFn: ({ signal }) => requestJson<OwnDecisions>("/api/decisions", { signal }),
  refetchInterval: 30_000,
});

/**
 * The operator's decisions about a seller's files, each with its statement of reasons and the appeal; nothing if there are
 * none. Has to be inside a `QueryProvider`, on a page that provides `decisions`, `reports` and `errors`.
 */
export function DecisionList() {
  const t = useWords("decisions");
  const { data } = useQuery(decisionsQuery);
  if (!data || data.decisions.length === 0) return null;
  return (
    <section aria-labelledby="decisions" className="space-y-4">
      <h2 id="decisions" className="text-xl">
        {t("listTitle")}
      </h2>
      <ul className="space-y-3">
        {data.decisions.map((decision) => (
          <li key={decision.id}>
            <One decision={decision} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ decision }: { decision: OwnDecision }) {
  const t = useWords("decisions");
  const client = useQueryClient();
  const { id, verdict, file, inForce, decidedAt, appeal, mayAppeal } = decision;

  async function send(text: string) {
    const path = `/api/decisions/${encodeURIComponent(id)}/appeal`;
    await requestJson<AppealView>(path, { method: "POST", body: { text } });
    await client.invalidateQueries(decisionsQuery);
  }

  return (
    <Card className="space-y-3">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h3 className="text-base">
            <VerdictWords {...decision} />
          </h3>
          <p className="text-sm break-words text-ink-soft">
            {file
              ? t.rich("aboutFile", {
                  file: (
                    <a key="file" href={file.url} className="underline">
                      <bdi>{file.title}</bdi>
                    </a>
                  ),
                  date: <Time key="date" iso={decidedAt} only="day" />,
                })
              : t.rich("onDay", { date: <Time key="date" iso={decidedAt} only="day" /> })}
          </p>
        </div>
        {!inForce && verdict !== "lifted" && <Badge tone="plain">{t("noLonger")}</Badge>}
      </div>
      <Details summary={t("statement")}>
        <Statement statement={decision} />
      </Details>
      <AppealBox appeal={appeal} mayAppeal={mayAppeal} send={send} />
    </Card>
  );
}
