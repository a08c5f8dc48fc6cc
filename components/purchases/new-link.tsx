"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import { refusalWords } from "@/components/http/refusal-words";
import { RequestProblem, requestJson } from "@/components/http/request";
import { RecoveryLink } from "@/components/payments/access/recovery-link";
import { Button } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { Notice } from "@/components/ui/notice";
import type { RenewedLink } from "@/lib/buyers/schema";

type State = { step: "idle" | "making" } | { step: "made"; url: string } | { step: "failed"; error: unknown };

/** Makes a new recovery link to a purchase; the old ones cannot be shown again. */
export function NewLink({ paymentId, title }: { paymentId: string; title: string }) {
  const t = useWords("purchases");
  const [state, setState] = useState<State>({ step: "idle" });
  const [endOthers, setEndOthers] = useState(false);

  async function make() {
    setState({ step: "making" });
    try {
      const path = `/api/purchases/${encodeURIComponent(paymentId)}/recovery-link`;
      const { recoveryUrl } = await requestJson<RenewedLink>(path, { method: "POST", body: { endOthers } });
      setState({ step: "made", url: recoveryUrl });
    } catch (error) {
      setState({ step: "failed", error });
    }
  }

  return (
    <Details summary={t("newLink")}>
      {state.step === "made" ? (
        <RecoveryLink url={state.url} title={title} />
      ) : (
        <>
          <p className="text-sm">{t("newLinkWhy")}</p>
          <label className="flex min-h-11 items-center gap-3 text-sm">
            <input
              type="checkbox"
              className="size-5 shrink-0 accent-accent"
              checked={endOthers}
              onChange={(event) => setEndOthers(event.currentTarget.checked)}
            />
            {t("endOthers")}
          </label>
          {state.step === "failed" && <Failed error={state.error} />}
          <Button size="sm" busy={state.step === "making"} onClick={make}>
            {t("makeLink")}
          </Button>
        </>
      )}
    </Details>
  );
}

function Failed({ error }: { error: unknown }) {
  const t = useWords("purchases");
  const errors = useWords("errors");
  const access = useWords("access");
  const problem = error instanceof RequestProblem ? error.problem : null;
  if (!problem) return <Notice role="alert" tone="bad" title={access("unreachable")} />;
  const spent = problem.code === "too_many_requests";
  return (
    <Notice
      role="alert"
      tone={spent ? "warn" : "bad"}
      title={spent ? t("linksSpent") : refusalWords(errors, problem).title}
    />
  );
}
