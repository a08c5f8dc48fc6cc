import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { Time } from "@/components/ui/time";
import type { Statement as Reasons } from "@/lib/reports/schema";

/** The statement of reasons: facts, ground, scope, how it was decided, and where to go from here. */
export function Statement({ statement }: { statement: Reasons }) {
  const t = useWords("decisions");
  const { verdict, file, ground, facts, legalBasis, automated, reported, decidedAt, appealUntil } = statement;
  const ofSeller = file === null && (verdict === "suspended" || verdict === "lifted");
  return (
    <dl
      aria-label={t("statement")}
      className="space-y-3 text-sm [&_dt]:mb-0.5 [&_dt]:text-xs [&_dt]:font-semibold [&_dt]:text-ink-soft"
    >
      <Part name={t("scope")}>{ofSeller ? t(`sellerScope_${verdict}`) : t(`scope_${verdict}`)}</Part>
      <Part name={t("facts")}>
        <p dir="auto" className="break-words whitespace-pre-line">
          {facts}
        </p>
      </Part>
      <Part name={t("ground")}>{t(`ground_${ground}`)}</Part>
      {legalBasis && (
        <Part name={t("legalBasis")}>
          <p dir="auto" className="break-words whitespace-pre-line">
            {legalBasis}
          </p>
        </Part>
      )}
      <Part name={t("how")}>
        {automated ? t("byProgram") : t("byPerson")} {reported ? t("afterReport") : t("ownInitiative")}
      </Part>
      <Part name={t("decidedAt")}>
        <Time iso={decidedAt} />
      </Part>
      <Part name={t("redress")}>
        {new Date(appealUntil) > new Date()
          ? t.rich("redressUntil", { date: <Time iso={appealUntil} only="day" /> })
          : t("redressOver")}
      </Part>
    </dl>
  );
}

/** The decision in a few words. */
export function VerdictWords({ verdict, file }: Pick<Reasons, "verdict" | "file">) {
  const t = useWords("decisions");
  const ofSeller = file === null && (verdict === "suspended" || verdict === "lifted");
  return ofSeller ? t(`sellerVerdict_${verdict}`) : t(`verdict_${verdict}`);
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
