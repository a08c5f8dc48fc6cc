"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { type Problem, RequestProblem, requestJson } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { readKind, readReportForm, type TypedReport } from "@/lib/reports/read-form";
import type { ReportKind, SentReport } from "@/lib/reports/schema";
import { newToken } from "./new-token";
import { CopyrightFields, NoticeFields } from "./report-fields";
import { ReportRefused } from "./report-refused";
import { SentNotice } from "./sent-notice";

type State = { step: "writing"; error: unknown } | { step: "sending" } | { step: "sent"; sent: SentReport };

const KINDS: readonly ReportKind[] = ["notice", "copyright"];

type Props = {
  fileId: string;
  fileUrl: string;
  /** A new secret for each page: a form that is sent twice without script is one report. */
  pageSecret: string;
  /** What was typed before, and why it was refused, when it was sent without script. */
  typed: TypedReport;
  problem: Problem | null;
};

/**
 * The form with which anybody reports a file. Has to be on a page that provides `reports`, `fields` and `errors`. Without
 * script the browser sends it itself, and the page shows the answer.
 */
export function ReportForm({ fileId, fileUrl, pageSecret, typed, problem }: Props) {
  const t = useWords("reports");
  const [first] = useState(() => problem && new RequestProblem(problem));
  const [state, setState] = useState<State>({ step: "writing", error: first });
  const [kind, setKind] = useState(readKind(typed.kind));
  const token = useRef<string | null>(null);
  const [scripted, setScripted] = useState(false);
  useEffect(() => setScripted(true), []);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    token.current ??= newToken();
    const body = { ...readReportForm(new FormData(event.currentTarget), fileId), token: token.current };
    setState({ step: "sending" });
    try {
      setState({ step: "sent", sent: await requestJson<SentReport>("/api/reports", { method: "POST", body }) });
    } catch (error) {
      setState({ step: "writing", error });
    }
  }

  if (state.step === "sent") return <SentNotice sent={state.sent} fileUrl={fileUrl} />;
  const error = state.step === "writing" ? state.error : null;
  const Fields = kind === "notice" ? NoticeFields : CopyrightFields;
  return (
    <Card>
      <form
        method="post"
        action="/api/reports/form"
        onSubmit={send}
        // A changed report is another one.
        onChange={() => {
          token.current = null;
        }}
        className="space-y-6"
      >
        {/* A page that was just loaded is read from the top; who has pressed the button looks there. */}
        {error !== null && error === first && <ReportRefused error={error} />}
        <input type="hidden" name="fileId" value={fileId} />
        <input type="hidden" name="page" value={pageSecret} />
        <fieldset className="needs-script space-y-2">
          <legend className="pb-2 text-sm font-semibold">{t("kindLegend")}</legend>
          {KINDS.map((one) => (
            <label key={one} className="flex min-h-11 items-center gap-3">
              <input type="radio" name="kind" value={one} checked={kind === one} onChange={() => setKind(one)} />
              {t(`kind_${one}`)}
            </label>
          ))}
        </fieldset>
        <Fields {...{ fileUrl, typed, error, scripted }} />
        {error !== null && error !== first && <ReportRefused error={error} />}
        <Button type="submit" size="lg" wide busy={state.step === "sending"}>
          {t("send")}
        </Button>
      </form>
    </Card>
  );
}
