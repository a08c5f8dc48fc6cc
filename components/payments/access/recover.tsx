"use client";

import { useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { refusalWords } from "@/components/http/refusal-words";
import { hasRefused, type Problem, RequestProblem, requestJson } from "@/components/http/request";
import { DownloadButton } from "@/components/payments/download/download-button";
import { keepOnPage } from "@/components/payments/wire/page-claims";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Cover } from "@/components/ui/cover";
import { formatBytes } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { Time } from "@/components/ui/time";
import type { ClaimExchange, PaymentStatus } from "@/lib/shop/schema";

type State =
  | { step: "opening" }
  | { step: "empty" }
  | { step: "wrong" }
  /** This browser has the file by another purchase, whose place the link would take. */
  | { step: "other"; claim: ClaimExchange }
  /** The seller ended the access: by a refund, or by ending the gift. */
  | { step: "withdrawn" }
  | { step: "failed"; problem: Problem | null }
  | { step: "open"; claim: ClaimExchange }
  /** The payment was being confirmed when this page opened, and the link no longer works. */
  | { step: "over"; claim: ClaimExchange; charged: boolean };

/** How often a payment that is being confirmed is checked (ms). */
const LOOK_AGAIN_MS = 3_000;

/**
 * Opens a recovery link, also one of a payment that is still being confirmed: then it retries by itself. Its secret is
 * in the fragment, which no server sees; it is exchanged by POST for this browser's cookies, and then removed from the
 * address bar and the history.
 */
export function Recover() {
  const [state, setState] = useState<State>({ step: "opening" });
  const token = useRef<string | null>(null);

  /** @param replace also in place of another purchase of this browser */
  async function open(replace = false) {
    setState({ step: "opening" });
    token.current ??= location.hash.slice(1);
    if (!token.current) return setState({ step: "empty" });
    let claim: ClaimExchange | null = null;
    try {
      claim = await lookAt(token.current);
      history.replaceState(null, "", location.pathname);
      const opened = await keep(claim, token.current, replace);
      keepOnPage(opened.fileId, token.current);
      setState({ step: "open", claim: opened });
    } catch (error) {
      setState(whatWentWrong(error, claim));
    }
  }

  /** Retries silently; errors are not shown, and it tries again. */
  async function lookAgain(claim: ClaimExchange) {
    try {
      const opened = await keep(claim, token.current ?? "", false);
      keepOnPage(opened.fileId, token.current ?? "");
      setState({ step: "open", claim: opened });
    } catch (error) {
      const gone = hasRefused(error) && error.problem.status === 404;
      setState(gone ? await whatBecameOf(claim) : { step: "open", claim: { ...claim } });
    }
  }

  useEffect(() => {
    if (state.step !== "open" || !state.claim.pending) return;
    const { claim } = state;
    const timer = setTimeout(() => void lookAgain(claim), LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    void open();
    // A second link pasted into this tab changes only the fragment.
    const again = () => {
      if (!location.hash) return;
      token.current = null;
      void open();
    };
    addEventListener("hashchange", again);
    return () => removeEventListener("hashchange", again);
  }, []);

  return (
    <Card className="space-y-5">
      <Content state={state} open={open} />
    </Card>
  );
}

/** What a link opens; changes nothing. */
function lookAt(token: string): Promise<ClaimExchange> {
  return requestJson("/api/claims", { method: "POST", body: { token, look: true } });
}

/** Puts the link's key into this browser's cookies. The file's own address is sent the cookie that is there already. */
function keep({ fileId }: ClaimExchange, token: string, replace: boolean): Promise<ClaimExchange> {
  return requestJson(`/api/files/${fileId}/claim`, { method: "POST", body: { token, replace } });
}

function whatWentWrong(error: unknown, claim: ClaimExchange | null): State {
  const problem = error instanceof RequestProblem ? error.problem : null;
  if (problem?.code === "other_access" && claim) return { step: "other", claim };
  if (problem?.code === "access_withdrawn") return { step: "withdrawn" };
  return hasRefused(error) ? { step: "wrong" } : { step: "failed", problem };
}

/** A payment in progress without access either failed for good, or opens only by the payer's own signature. */
async function whatBecameOf(claim: ClaimExchange): Promise<State> {
  try {
    const status = await requestJson<PaymentStatus>(`/api/payments/${claim.pendingPaymentId}`);
    if (!status.pending) return { step: "over", claim, charged: status.state !== "failed" };
  } catch {
    // Checked again next time.
  }
  return { step: "open", claim: { ...claim } };
}

function Content({ state, open }: { state: State; open: (replace?: boolean) => void }) {
  const t = useWords("recover");
  switch (state.step) {
    case "opening":
      return (
        <p role="status" className="flex items-center gap-3">
          <Spinner /> {t("opening")}
        </p>
      );
    case "empty":
      return (
        <Notice tone="warn" title={t("incomplete")}>
          <p>{t("incompleteWhy")}</p>
        </Notice>
      );
    case "wrong":
      return (
        <Notice role="alert" tone="bad" title={t("nothing")}>
          <p>{t.rich("nothingWhy", { link: (words) => <a href="/purchases">{words}</a> })}</p>
        </Notice>
      );
    case "other":
      return <Other claim={state.claim} onReplace={() => open(true)} />;
    case "withdrawn":
      return (
        <Notice role="alert" tone="warn" title={t("withdrawn")}>
          <p>{t("withdrawnWhy")}</p>
        </Notice>
      );
    case "failed":
      return <Failed problem={state.problem} onRetry={() => open()} />;
    case "open":
      return <Opened claim={state.claim} />;
    case "over":
      return <Over claim={state.claim} charged={state.charged} />;
  }
}

function Failed({ problem, onRetry }: { problem: Problem | null; onRetry: () => void }) {
  const t = useWords("recover");
  const errors = useWords("errors");
  const words = problem && refusalWords(errors, problem);
  return (
    <Notice role="alert" tone="bad" title={words?.title ?? t("failed")}>
      {words?.detail && <p>{words.detail}</p>}
      <Button size="sm" onClick={onRetry}>
        {t("again")}
      </Button>
    </Notice>
  );
}

function Other({ claim, onReplace }: { claim: ClaimExchange; onReplace: () => void }) {
  const t = useWords("recover");
  return (
    <Notice role="alert" tone="warn" title={t("other")}>
      <p className="break-words">
        <bdi className="font-semibold">{claim.title}</bdi>
      </p>
      <p>{t("otherWhy")}</p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href={claim.fileUrl} size="sm">
          {t("keepOwn")}
        </ButtonLink>
        <Button look="secondary" size="sm" onClick={onReplace}>
          {t("replaceOwn")}
        </Button>
      </div>
    </Notice>
  );
}

function Over({ claim, charged }: { claim: ClaimExchange; charged: boolean }) {
  const t = useWords("recover");
  return (
    <>
      {charged ? (
        <Notice role="alert" tone="warn" title={t("shut")}>
          <p>{t("shutWhy")}</p>
        </Notice>
      ) : (
        <Notice role="alert" tone="bad" title={t("notPaid")}>
          <p>{t("notPaidWhy")}</p>
        </Notice>
      )}
      <ButtonLink href={claim.fileUrl} size="sm">
        {t("toFile")}
      </ButtonLink>
    </>
  );
}

function Opened({ claim }: { claim: ClaimExchange }) {
  const t = useWords("recover");
  const access = useWords("access");
  const ui = useWords("ui");
  return (
    <>
      <div className="flex items-start gap-4">
        {claim.preview && <Cover preview={claim.preview} className="size-20" />}
        <div className="min-w-0">
          <h2 className="text-xl break-words">
            <bdi>{claim.title}</bdi>
          </h2>
          <p className="text-sm break-words text-ink-soft">
            {t.rich("facts", { name: <bdi>{claim.name}</bdi>, size: formatBytes(claim.size, ui) })}
          </p>
        </div>
      </div>
      {claim.pending ? (
        <Notice role="status" tone="warn" title={access("confirming")}>
          <p className="flex items-center gap-2">
            <Spinner /> {t("confirmingWait")}
          </p>
          <p>{t("confirmingKeep")}</p>
        </Notice>
      ) : (
        <DownloadButton fileId={claim.fileId} />
      )}
      {!claim.pending && (
        <p className="text-sm">
          {claim.downloadUntil ? access.rich("until", { date: <Time iso={claim.downloadUntil} /> }) : access("forGood")}
        </p>
      )}
      <p className="text-sm text-ink-soft">
        {claim.pending ? t("afterwards") : t("now")} {t("keep")}
      </p>
      <ButtonLink href={claim.fileUrl} look="quiet" size="sm" className="-ms-3">
        {t("toFile")}
      </ButtonLink>
    </>
  );
}
