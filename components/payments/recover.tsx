"use client";

import { useEffect, useRef, useState } from "react";
import type { ClaimExchange, PaymentStatus } from "@/lib/payments/schema";
import { RequestProblem, requestJson, wordsFor } from "../http/request";
import { Button, ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { formatBytes } from "../ui/format";
import { Notice } from "../ui/notice";
import { Spinner } from "../ui/spinner";
import { Time } from "../ui/time";
import { DownloadButton } from "./download-button";

type State =
  | { step: "opening" }
  | { step: "empty" }
  | { step: "wrong"; words: string }
  | { step: "failed"; words: string }
  | { step: "open"; claim: ClaimExchange }
  /** The payment was being confirmed when this page opened, and the link opens nothing now. */
  | { step: "over"; claim: ClaimExchange; charged: boolean };

/** How often a payment that is being confirmed is asked for (ms). */
const LOOK_AGAIN_MS = 3_000;

/**
 * Opens a recovery link, also one of a payment that is still being confirmed: then it looks again by itself. Its secret stands in the fragment, which no server sees; it is exchanged by POST for this
 * browser's cookies, and then taken out of the address bar and the history.
 */
export function Recover() {
  const [state, setState] = useState<State>({ step: "opening" });
  const token = useRef<string | null>(null);

  async function open() {
    setState({ step: "opening" });
    token.current ??= location.hash.slice(1);
    if (!token.current) return setState({ step: "empty" });
    try {
      const claim = await requestJson<ClaimExchange>("/api/claims", { method: "POST", body: { token: token.current } });
      history.replaceState(null, "", location.pathname);
      setState({ step: "open", claim });
    } catch (error) {
      const known = error instanceof RequestProblem && error.problem.status < 500 && error.problem.status !== 429;
      setState({ step: known ? "wrong" : "failed", words: wordsFor(error) });
    }
  }

  /** Looks again without a word; what goes wrong on the way goes wrong in silence, and is tried again. */
  async function lookAgain(claim: ClaimExchange) {
    try {
      const next = await requestJson<ClaimExchange>("/api/claims", { method: "POST", body: { token: token.current } });
      setState({ step: "open", claim: next });
    } catch (error) {
      const gone = error instanceof RequestProblem && error.problem.status === 404;
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

  return <Card className="space-y-5">{content(state, open)}</Card>;
}

/** A payment on its way that opens nothing any more failed for good, or opens to the payer's own signature only. */
async function whatBecameOf(claim: ClaimExchange): Promise<State> {
  try {
    const status = await requestJson<PaymentStatus>(`/api/payments/${claim.pendingPaymentId}`);
    if (!status.pending) return { step: "over", claim, charged: status.state !== "failed" };
  } catch {
    // Asked again with the next look.
  }
  return { step: "open", claim: { ...claim } };
}

function content(state: State, open: () => void) {
  switch (state.step) {
    case "opening":
      return (
        <p role="status" className="flex items-center gap-3">
          <Spinner /> Opening your recovery link…
        </p>
      );
    case "empty":
      return (
        <Notice tone="warn" title="This recovery link is not complete.">
          <p>The part after # is missing. Copy the whole link from where you kept it, and open it again.</p>
        </Notice>
      );
    case "wrong":
      return (
        <Notice role="alert" tone="bad" title="This recovery link opens nothing.">
          <p>
            It may have been cut off when it was copied, or the time to download is over. If you have the file's page,
            you can open it there with the wallet you paid with.
          </p>
        </Notice>
      );
    case "failed":
      return (
        <Notice role="alert" tone="bad" title={state.words}>
          <Button size="sm" onClick={open}>
            Try again
          </Button>
        </Notice>
      );
    case "open":
      return <Opened claim={state.claim} />;
    case "over":
      return <Over claim={state.claim} charged={state.charged} />;
  }
}

function Over({ claim, charged }: { claim: ClaimExchange; charged: boolean }) {
  return (
    <>
      {charged ? (
        <Notice role="alert" tone="warn" title="Your payment arrived, but this link does not open the file.">
          <p>Open the file's page with the wallet you paid with. You will not be charged again.</p>
        </Notice>
      ) : (
        <Notice role="alert" tone="bad" title="Your payment did not go through. Nothing was charged.">
          <p>It cannot go through any more either: you can safely pay again on the file's page.</p>
        </Notice>
      )}
      <ButtonLink href={claim.fileUrl} size="sm">
        Go to the file's page
      </ButtonLink>
    </>
  );
}

function Opened({ claim }: { claim: ClaimExchange }) {
  return (
    <>
      <div>
        <h2 className="text-xl break-words">
          <bdi>{claim.title}</bdi>
        </h2>
        <p className="text-sm break-words text-ink-soft">
          <bdi>{claim.name}</bdi>, {formatBytes(claim.size)}
        </p>
      </div>
      {claim.pending ? (
        <Notice role="status" tone="warn" title="We are confirming your payment. You will not be charged twice.">
          <p className="flex items-center gap-2">
            <Spinner /> This page opens your file by itself once the payment is confirmed.
          </p>
          <p>Keep your link: it works from then on.</p>
        </Notice>
      ) : (
        <DownloadButton fileId={claim.fileId} />
      )}
      {claim.downloadUntil && (
        <p className="text-sm">
          Download until <Time iso={claim.downloadUntil} />.
        </p>
      )}
      <p className="text-sm text-ink-soft">
        {claim.pending
          ? "This browser can then download the file, without the link."
          : "This browser can now download the file, without the link."}{" "}
        Keep the link for your other devices.
      </p>
      <ButtonLink href={claim.fileUrl} look="quiet" size="sm">
        Go to the file's page
      </ButtonLink>
    </>
  );
}
