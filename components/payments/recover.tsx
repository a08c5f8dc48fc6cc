"use client";

import { useEffect, useRef, useState } from "react";
import type { ClaimExchange } from "@/lib/payments/schema";
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
  | { step: "open"; claim: ClaimExchange };

/**
 * Opens a recovery link. Its secret stands in the fragment, which no server sees; it is exchanged by POST for this
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
      return <Opened claim={state.claim} onLook={open} />;
  }
}

function Opened({ claim, onLook }: { claim: ClaimExchange; onLook: () => void }) {
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
          <p>Keep your link: it works once the payment is confirmed.</p>
          <Button size="sm" onClick={onLook}>
            Look again
          </Button>
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
        This browser can now download the file, without the link. Keep the link for your other devices.
      </p>
      <ButtonLink href={claim.fileUrl} look="quiet" size="sm">
        Go to the file's page
      </ButtonLink>
    </>
  );
}
