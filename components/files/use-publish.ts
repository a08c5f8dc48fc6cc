"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { isSignInAsked, RequestProblem, requestJson } from "@/components/http/request";
import { dueOf } from "@/components/payments/storage/due-of";
import { sessionQuery } from "@/components/sign-in/queries";
import { endOfDay } from "@/components/ui/days";
import { isUploadLost } from "@/components/uploads/is-retried";
import type { UploadState } from "@/components/uploads/resumable-upload";
import { retriesWhileScanned, scanWaitOf } from "@/components/uploads/wait-for-scan";
import type { WalletAction } from "@/components/wallets/use-wallet-action";
import type { CreateFile, OwnFile } from "@/lib/products/files/schema";
import type { Session } from "@/lib/sign-in/schema";
import { exactPrice, readDays, type SellDraft } from "./sell-draft";

type Finished = { uploadId: string; token: string };

/** Turns a finished upload into a file for sale. */
function createFile(draft: SellDraft, finished: Finished, acceptTerms: string | undefined): Promise<OwnFile> {
  const { uploadId, token } = finished;
  const body: CreateFile = {
    uploadId,
    uploadToken: token,
    price: draft.free ? "0" : exactPrice(draft.price),
    title: draft.title.trim() || undefined,
    description: draft.description.trim() || undefined,
    onSaleUntil: draft.noEnd ? null : endOfDay(draft.onSaleUntil)?.toISOString(),
    // Days that cannot be read, as when they were edited since the check, are refused and not replaced by the default.
    downloadDays: draft.noEnd ? null : (readDays(draft.downloadDays) ?? 0),
    listed: draft.listed || undefined,
    showing: draft.chosen?.showing,
    acceptTerms,
  };
  return requestJson<OwnFile>("/api/files", { method: "POST", body });
}

type Options = {
  draft: SellDraft;
  /** The hash of the terms that the seller has ticked. */
  acceptTerms: string | undefined;
  /** The server has other terms than those. */
  onTermsChanged: () => void;
  upload: UploadState;
  session: Session | undefined;
  signIn: WalletAction;
  onPublished: (file: OwnFile) => void;
  /** The server no longer has the upload. */
  onLost: () => void;
};

/**
 * Publishing, once requested: signs in if needed, waits for the last byte and the malware scanner, then creates the file. `wanted` stays true
 * until it is done or there is an error to fix.
 */
export function usePublish({ draft, acceptTerms, upload, session, signIn, onTermsChanged, ...on }: Options) {
  const { onPublished, onLost } = on;
  const [wanted, setWanted] = useState(false);
  const sentAgain = useRef(false);
  const client = useQueryClient();
  const { mutate, isPending, error, failureReason, reset } = useMutation({
    ...retriesWhileScanned,
    mutationFn: (finished: Finished) => createFile(draft, finished, acceptTerms),
    onSuccess: onPublished,
    onError(problem) {
      // Sent again by itself, and published then; but only once.
      const lost = isUploadLost(problem);
      setWanted(lost && !sentAgain.current);
      sentAgain.current = lost;
      if (lost) onLost();
      if (isTermsRefusal(problem)) onTermsChanged();
      // The session may have ended in the meantime.
      if (isSignInNeeded(problem)) void client.invalidateQueries(sessionQuery);
    },
  });

  // What a wallet that may not sell wants waits for one that may: nothing is in progress meanwhile.
  const mayPublish = session?.maySell === true;
  useEffect(() => {
    if (wanted && mayPublish && upload.step === "done" && !isPending) {
      setWanted(false);
      mutate({ uploadId: upload.uploadId, token: upload.token });
    }
  }, [wanted, mayPublish, upload, isPending, mutate]);

  const due = wanted ? null : dueOf(error);

  /** Publishes as soon as the seller is signed in and all bytes are there. */
  function want() {
    reset();
    setWanted(true);
  }

  return {
    wanted: wanted && (!session || mayPublish),
    isPending,
    error: wanted || due ? null : error,
    /** What has to be paid for its storage before. */
    due,
    /** Back to the form, without paying. */
    giveUp: reset,
    /** What the file waits for, once the server has said so. */
    waitsFor: isPending ? scanWaitOf(failureReason) : null,
    want,
    publish() {
      want();
      if (!session) void signIn.start();
    },
  };
}

function isSignInNeeded(error: unknown): boolean {
  return isSignInAsked(error);
}

function isTermsRefusal(error: unknown): boolean {
  return error instanceof RequestProblem && error.problem.code === "terms_not_accepted";
}
