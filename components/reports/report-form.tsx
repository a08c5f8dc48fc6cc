"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { ReportKind, SentReport } from "@/lib/reports/schema";
import { newToken } from "./new-token";
import { readForm } from "./read-form";
import { CopyrightFields, NoticeFields } from "./report-fields";
import { ReportRefused } from "./report-refused";
import { SentNotice } from "./sent-notice";

type State = { step: "writing"; error: unknown } | { step: "sending" } | { step: "sent"; sent: SentReport };

const KINDS: readonly ReportKind[] = ["notice", "copyright"];

/** The form with which anybody reports a file. Has to be on a page that provides `reports`, `fields` and `errors`. */
export function ReportForm({ fileId, fileUrl }: { fileId: string; fileUrl: string }) {
  const t = useWords("reports");
  const [state, setState] = useState<State>({ step: "writing", error: null });
  const [kind, setKind] = useState<ReportKind>("notice");
  const token = useRef<string | null>(null);
  // Without script nothing would take the texts: they must not get into an address.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    token.current ??= newToken();
    const body = readForm(event.currentTarget, fileId, token.current);
    setState({ step: "sending" });
    try {
      setState({ step: "sent", sent: await requestJson<SentReport>("/api/reports", { method: "POST", body }) });
    } catch (error) {
      setState({ step: "writing", error });
    }
  }

  if (state.step === "sent") return <SentNotice sent={state.sent} fileUrl={fileUrl} />;
  const error = state.step === "writing" ? state.error : null;
  return (
    <Card>
      <form
        method="post"
        onSubmit={send}
        // A changed report is another one.
        onChange={() => {
          token.current = null;
        }}
        className="needs-script space-y-6"
      >
        <fieldset className="space-y-2">
          <legend className="pb-2 text-sm font-semibold">{t("kindLegend")}</legend>
          {KINDS.map((one) => (
            <label key={one} className="flex min-h-11 items-center gap-3">
              <input type="radio" name="kind" value={one} checked={kind === one} onChange={() => setKind(one)} />
              {t(`kind_${one}`)}
            </label>
          ))}
        </fieldset>
        {kind === "notice" ? (
          <NoticeFields fileUrl={fileUrl} error={error} />
        ) : (
          <CopyrightFields fileUrl={fileUrl} error={error} />
        )}
        {error !== null && <ReportRefused error={error} />}
        <Button type="submit" size="lg" wide disabled={!ready} busy={state.step === "sending"}>
          {t("send")}
        </Button>
      </form>
    </Card>
  );
}
