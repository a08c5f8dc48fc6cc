import { useWords } from "#i18n";
import { refusalWords } from "@/components/http/refusal-words";
import { RequestProblem } from "@/components/http/request";
import { Notice } from "@/components/ui/notice";

/** Why a report or an appeal was not taken. */
export function ReportRefused({ error }: { error: unknown }) {
  const t = useWords("reports");
  const errors = useWords("errors");
  const problem = error instanceof RequestProblem ? error.problem : null;
  if (!problem) return <Notice role="alert" tone="bad" title={t("unreachable")} />;
  if (problem.code === "too_many_requests") return <Notice role="alert" tone="warn" title={t("tooMany")} />;
  return <Notice role="alert" tone="bad" title={refusalWords(errors, problem).title} />;
}
