import { useRef } from "react";
import { useWords } from "#i18n";
import { refusalWords } from "@/components/http/refusal-words";
import type { Problem } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { LocalCode } from "./local-file";
import type { ResumableUpload } from "./resumable-upload";

type Props = {
  problem: Problem | null;
  /** Bytes. */
  sent: number;
  upload: ResumableUpload;
  onSignIn?: (() => void) | undefined;
};

/** Why an upload stopped, and every way to continue it. */
export function Stopped({ problem, sent, upload, onSignIn }: Props) {
  const t = useWords("uploads");
  const ui = useWords("ui");
  const { title, detail } = useStopWords(problem);
  const isLocal = localCode(problem) !== null;
  return (
    <Notice role="alert" tone={problem?.code === "sign_in_required" ? "warn" : "bad"} title={title}>
      {detail && <p>{detail}</p>}
      {problem?.code === "upload_quota_unsigned" && <QuotaWays problem={problem} onSignIn={onSignIn} />}
      {isLocal && <ChooseAgain onFile={(file) => upload.chooseAgain(file)} />}
      {canTryAgain(problem) && (
        <Button size="sm" look={isLocal ? "secondary" : "primary"} onClick={() => upload.resume()}>
          {sent > 0 ? t("goOn") : ui("tryAgain")}
        </Button>
      )}
    </Notice>
  );
}

const localCodes: readonly LocalCode[] = ["file_gone", "file_unreadable"];

function localCode(problem: Problem | null): LocalCode | null {
  return localCodes.find((code) => code === problem?.code) ?? null;
}

function useStopWords(problem: Problem | null): { title: string; detail?: string } {
  const t = useWords("uploads");
  const errors = useWords("errors");
  const troubles = useWords("troubles");
  const local = localCode(problem);
  if (local) return { title: troubles(local), detail: troubles(`${local}_how`) };
  return problem ? refusalWords(errors, problem) : { title: t("stoppedNoServer") };
}

/** Not if the response would be the same: too large, or sign-in required first. A firewall may be opened, or left. */
function canTryAgain(problem: Problem | null): boolean {
  if (problem === null || problem.isForeign) return true;
  return problem.code !== "file_too_large" && problem.status !== 401 && problem.status !== 403;
}

/** Signing in gives room of one's own; uploads that are removed leave theirs to this one. */
function QuotaWays({ problem, onSignIn }: Pick<Props, "onSignIn"> & { problem: Problem }) {
  const t = useWords("troubles");
  const { roomAt } = problem;
  return (
    <>
      {onSignIn && (
        <Button size="sm" onClick={onSignIn}>
          {t("quotaSignIn")}
        </Button>
      )}
      <p>{t("quotaRemove")}</p>
      {typeof roomAt === "string" && <p>{t.rich("quotaUntil", { date: <Time iso={roomAt} /> })}</p>}
    </>
  );
}

function ChooseAgain({ onFile }: { onFile: (file: File) => void }) {
  const t = useWords("troubles");
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        className="sr-only"
        tabIndex={-1}
        aria-label={t("chooseAgain")}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      <Button size="sm" onClick={() => input.current?.click()}>
        {t("chooseAgain")}
      </Button>
    </>
  );
}
