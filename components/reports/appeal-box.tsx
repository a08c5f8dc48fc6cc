"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { APPEAL_MAX } from "@/lib/reports/limits";
import type { AppealView } from "@/lib/reports/schema";
import { ReportRefused } from "./report-refused";

type Props = {
  appeal: AppealView | null;
  mayAppeal: boolean;
  /** Sends the appeal; what it throws is shown. */
  send: (text: string) => Promise<void>;
};

/** An appeal: the form, or what became of it. Nothing if there is neither. */
export function AppealBox({ appeal, mayAppeal, send }: Props) {
  if (appeal) return <SentAppeal appeal={appeal} />;
  return mayAppeal ? <AppealForm send={send} /> : null;
}

function AppealForm({ send }: Pick<Props, "send">) {
  const t = useWords("decisions");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("text")).trim();
    setBusy(true);
    setError(null);
    try {
      await send(text);
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  }

  return (
    <Details summary={t("appeal")}>
      <form onSubmit={submit} className="space-y-4">
        <p className="text-sm">{t("appealIntro")}</p>
        <TextArea label={t("appealText")} name="text" required maxLength={APPEAL_MAX} rows={5} dir="auto" />
        {error !== null && <ReportRefused error={error} />}
        <Button type="submit" look="secondary" busy={busy}>
          {t("sendAppeal")}
        </Button>
      </form>
    </Details>
  );
}

function SentAppeal({ appeal }: { appeal: AppealView }) {
  const t = useWords("decisions");
  const { state, sentAt, decidedAt, reasons, text } = appeal;
  const date = <Time iso={decidedAt ?? sentAt} only="day" />;
  const words = { open: "appealOpen", upheld: "appealUpheld", reversed: "appealReversed" } as const;
  const tones = { open: "info", upheld: "warn", reversed: "good" } as const;
  return (
    <Notice role="status" tone={tones[state]} title={t.rich(words[state], { date })}>
      {reasons && (
        <div>
          <p className="text-xs font-semibold">{t("appealReasons")}</p>
          <p dir="auto" className="break-words whitespace-pre-line">
            {reasons}
          </p>
        </div>
      )}
      {text && (
        <Details summary={t("yourAppeal")}>
          <p dir="auto" className="break-words whitespace-pre-line">
            {text}
          </p>
        </Details>
      )}
    </Notice>
  );
}
