import { useWords } from "#i18n";
import { refusalWords } from "@/components/http/refusal-words";
import { Notice } from "@/components/ui/notice";
import type { DownloadTrouble as Trouble } from "./download";

const details = { confirming: "confirmingDetail", unreachable: "unreachableDetail" } as const;

/** Why a download did not start, and what to do next. */
export function DownloadTrouble({ trouble }: { trouble: Trouble }) {
  const t = useWords("access");
  const errors = useWords("errors");
  if ("problem" in trouble) {
    const { title, detail } = refusalWords(errors, trouble.problem);
    return (
      <Notice role="alert" tone="bad" title={title}>
        {detail && detail !== title && <p>{detail}</p>}
      </Notice>
    );
  }
  const { say } = trouble;
  return (
    <Notice role="alert" tone={say === "confirming" ? "warn" : "bad"} title={t(say)}>
      <p>{say === "noAccess" ? t.rich("noAccessDetail", { link: purchasesLink }) : t(details[say])}</p>
    </Notice>
  );
}

function purchasesLink(words: React.ReactNode) {
  return <a href="/purchases">{words}</a>;
}
