import { useWords } from "#i18n";
import { Card } from "@/components/ui/card";
import { Details } from "@/components/ui/details";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { ReportStatus } from "@/lib/reports/schema";
import { AppealBox } from "./appeal-box";
import { Statement, VerdictWords } from "./statement";

/** A report as the person who sent it sees it: received, decided with the reasons, appealed. */
export function OwnReport({
  status,
  sendAppeal,
}: {
  status: ReportStatus;
  sendAppeal: (text: string) => Promise<void>;
}) {
  const t = useWords("reports");
  const { number, file, sentAt, decision, replacedBy, appeal, mayAppeal } = status;
  return (
    <Card className="space-y-5">
      <div className="space-y-1">
        <h2 className="text-lg">
          {t.rich("number", {
            number: (
              <bdi key="number" translate="no">
                {number}
              </bdi>
            ),
          })}
        </h2>
        <p className="break-words">
          <a href={file.url} className="underline">
            <bdi>{file.title}</bdi>
          </a>
        </p>
        <p className="text-sm text-ink-soft">{t.rich("received", { date: <Time key="date" iso={sentAt} /> })}</p>
      </div>
      <WhatYouWrote {...status} />
      {!decision && <Notice title={t("waiting")} />}
      {decision && <Decided title={t("decidedTitle")} statement={decision} />}
      <AppealBox appeal={appeal} mayAppeal={mayAppeal} send={sendAppeal} />
      {replacedBy && <Decided title={t("replacedTitle")} statement={replacedBy} />}
    </Card>
  );
}

function WhatYouWrote({ reason, explanation }: Pick<ReportStatus, "reason" | "explanation">) {
  const t = useWords("reports");
  return (
    <Details summary={t("yourReport")}>
      <div className="space-y-1 text-sm">
        <p className="font-semibold">{t(`reason_${reason}`)}</p>
        <p dir="auto" className="break-words whitespace-pre-line">
          {explanation || t("erased")}
        </p>
      </div>
    </Details>
  );
}

function Decided({ title, statement }: { title: string; statement: NonNullable<ReportStatus["decision"]> }) {
  return (
    <section aria-label={title} className="space-y-3 border-t border-line pt-4">
      <h3 className="text-base">
        {title}: <VerdictWords {...statement} />
      </h3>
      <Statement statement={statement} />
    </section>
  );
}
