"use client";

import { useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { hasRefused, RequestProblem, requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { AppealView, ReportStatus as Status } from "@/lib/reports/schema";
import { OwnReport } from "./own-report";

type State =
  | { step: "opening" }
  | { step: "empty" }
  | { step: "wrong"; error: unknown; mayHelp: boolean }
  | { step: "open"; status: Status };

/**
 * What became of a report. The secret of the link is in the fragment, which no server sees, and is exchanged by POST. It
 * stays in the address, so that the page can be kept and opened again.
 */
export function ReportStatus() {
  const [state, setState] = useState<State>({ step: "opening" });
  const token = useRef("");

  async function look() {
    token.current = location.hash.slice(1);
    if (!token.current) return setState({ step: "empty" });
    try {
      const body = { token: token.current };
      const status = await requestJson<Status>("/api/reports/status", { method: "POST", body });
      setState({ step: "open", status });
    } catch (error) {
      const known = hasRefused(error);
      setState({ step: "wrong", error, mayHelp: !known });
    }
  }

  async function appeal(text: string) {
    await requestJson<AppealView>("/api/reports/appeal", { method: "POST", body: { token: token.current, text } });
    await look();
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    void look();
    const again = () => void look();
    addEventListener("hashchange", again);
    return () => removeEventListener("hashchange", again);
  }, []);

  if (state.step === "open") return <OwnReport status={state.status} sendAppeal={appeal} />;
  return <Card>{state.step === "wrong" ? <Wrong {...state} onAgain={look} /> : <Waiting step={state.step} />}</Card>;
}

function Waiting({ step }: { step: "opening" | "empty" }) {
  const t = useWords("reports");
  if (step === "empty") {
    return (
      <Notice tone="warn" title={t("incomplete")}>
        <p>{t("incompleteWhy")}</p>
      </Notice>
    );
  }
  return (
    <p role="status" className="flex items-center gap-3 text-ink-soft">
      <Spinner /> {t("opening")}
    </p>
  );
}

function Wrong({ error, mayHelp, onAgain }: { error: unknown; mayHelp: boolean; onAgain: () => void }) {
  const t = useWords("reports");
  const errors = useWords("errors");
  const badLink = error instanceof RequestProblem && error.problem.code === "invalid_input";
  return (
    <Notice role="alert" tone="warn" title={badLink ? t("incomplete") : wordsFor(error, errors)}>
      {badLink && <p>{t("incompleteWhy")}</p>}
      {mayHelp && (
        <Button size="sm" onClick={onAgain}>
          {t("tryAgain")}
        </Button>
      )}
    </Notice>
  );
}
