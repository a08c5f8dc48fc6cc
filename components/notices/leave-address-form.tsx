"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { LeftAddress } from "@/lib/notices/schema";

type State = { step: "writing"; error: unknown } | { step: "sending" } | { step: "left"; confirmed: boolean };

/** One address, one button. */
export function LeaveAddressForm({ path }: { path: string }) {
  const t = useWords("notices");
  const errors = useWords("errors");
  const [state, setState] = useState<State>({ step: "writing", error: null });

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email")).trim();
    setState({ step: "sending" });
    try {
      const { confirmed } = await requestJson<LeftAddress>(path, { method: "POST", body: { email } });
      setState({ step: "left", confirmed });
    } catch (error) {
      setState({ step: "writing", error });
    }
  }

  if (state.step === "left" && state.confirmed) return <Notice role="status" tone="good" title={t("known")} />;
  if (state.step === "left") {
    return (
      <Notice role="status" tone="good" title={t("sent")}>
        <p>{t("nothingCame")}</p>
      </Notice>
    );
  }
  return (
    <form onSubmit={send} className="space-y-4">
      <p className="text-sm">{t("leaveWhat")}</p>
      <Field label={t("email")} name="email" type="email" required maxLength={254} autoComplete="email" dir="ltr" />
      {state.step === "writing" && state.error !== null && (
        <Notice role="alert" tone="bad" title={wordsFor(state.error, errors)} />
      )}
      <Button type="submit" look="secondary" busy={state.step === "sending"}>
        {t("send")}
      </Button>
    </form>
  );
}
