"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { refusalWords } from "@/components/http/refusal-words";
import { RequestProblem, requestJson } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { Field, TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { COMPLAINT_MAX, REPLY_TO_MAX } from "@/lib/complaints/limits";
import type { SendComplaint, SentComplaint } from "@/lib/complaints/schema";
import type { Seller } from "@/lib/products/files/schema";
import { SellerContact } from "./seller-contact";

type Props = {
  /** The route that it is sent to: of the file, or of one payment in My purchases. */
  path: string;
  seller?: Seller;
};

type State = { step: "writing"; error: unknown } | { step: "sending" } | { step: "sent"; answerable: boolean };

/** "Problem with this file?": a message to the seller about a purchase. */
export function ComplaintForm({ path, seller }: Props) {
  const t = useWords("complaints");
  return (
    <Details summary={t("problem")}>
      <div className="space-y-4">
        <p className="text-sm">{t("intro")}</p>
        {seller?.contact && (
          <p className="text-sm">{t.rich("contact", { contact: <SellerContact contact={seller.contact} /> })}</p>
        )}
        <Form path={path} />
      </div>
    </Details>
  );
}

function Form({ path }: { path: string }) {
  const t = useWords("complaints");
  const [state, setState] = useState<State>({ step: "writing", error: null });

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const replyTo = String(given.get("replyTo")).trim();
    const body: SendComplaint = { text: String(given.get("text")).trim(), ...(replyTo ? { replyTo } : {}) };
    setState({ step: "sending" });
    try {
      await requestJson<SentComplaint>(path, { method: "POST", body });
      setState({ step: "sent", answerable: replyTo !== "" });
    } catch (error) {
      setState({ step: "writing", error });
    }
  }

  if (state.step === "sent") {
    return (
      <Notice role="status" tone="good" title={t("sent")}>
        {!state.answerable && <p>{t("sentNoReply")}</p>}
      </Notice>
    );
  }
  return (
    <form onSubmit={send} className="space-y-4">
      <TextArea label={t("text")} name="text" required maxLength={COMPLAINT_MAX} rows={4} dir="auto" />
      <Field
        label={t("replyTo")}
        hint={t("replyToHint")}
        name="replyTo"
        maxLength={REPLY_TO_MAX}
        autoComplete="email"
        dir="auto"
      />
      {state.step === "writing" && state.error !== null && <Refused error={state.error} />}
      <Button type="submit" look="secondary" busy={state.step === "sending"}>
        {t("send")}
      </Button>
    </form>
  );
}

function Refused({ error }: { error: unknown }) {
  const t = useWords("complaints");
  const errors = useWords("errors");
  const access = useWords("access");
  const problem = error instanceof RequestProblem ? error.problem : null;
  if (!problem) return <Notice role="alert" tone="bad" title={access("unreachable")} />;
  const tooOften = problem.code === "too_many_requests";
  const title = tooOften ? t("tooOften") : refusalWords(errors, problem).title;
  return <Notice role="alert" tone={tooOften ? "warn" : "bad"} title={title} />;
}
