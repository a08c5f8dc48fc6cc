"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { isSignInAsked, RequestProblem, requestJson } from "@/components/http/request";
import { sessionQuery } from "@/components/sign-in/queries";
import { endOfDay } from "@/components/ui/days";
import type { QueuedUpload } from "@/components/uploads/upload-queue";
import { retriesWhileScanned } from "@/components/uploads/wait-for-scan";
import type { WalletAction } from "@/components/wallets/use-wallet-action";
import type { OwnFile } from "@/lib/products/files/schema";
import type { Session } from "@/lib/sign-in/schema";
import { exactPrice, readDays, type SellDraft } from "./sell-draft";

type Options = {
  draft: SellDraft;
  items: readonly QueuedUpload[];
  session: Session | undefined;
  signIn: WalletAction;
  /** The hash of the terms that the seller has ticked. */
  acceptTerms: string | undefined;
  /** The server has other terms than those. */
  reload: () => void;
  onPublished: (bundle: OwnFile) => void;
};

/** Sells all uploads together, once requested: signs in if needed, and waits for the last byte of the last of them. */
export function usePublishTogether({ draft, items, session, signIn, acceptTerms, reload, onPublished }: Options) {
  const [isWanted, setWanted] = useState(false);
  const client = useQueryClient();
  const { mutate, isPending, error, reset } = useMutation({
    ...retriesWhileScanned,
    mutationFn: (uploads: readonly QueuedUpload[]) => createBundle(draft, uploads, acceptTerms),
    onSuccess: onPublished,
    onError(problem) {
      if (problem instanceof RequestProblem && problem.problem.code === "terms_not_accepted") reload();
      if (isSignInAsked(problem)) void client.invalidateQueries(sessionQuery);
    },
  });
  const mayPublish = session?.maySell === true;
  const isComplete = items.every(({ upload }) => upload.state().step === "done");
  useEffect(() => {
    if (!isWanted || !mayPublish || !isComplete || isPending) return;
    setWanted(false);
    mutate(items);
  }, [isWanted, mayPublish, isComplete, isPending, items, mutate]);
  return {
    error: isWanted ? null : error,
    isWaiting: isWanted && mayPublish && !isComplete,
    isBusy: isPending || (isWanted && mayPublish),
    publish() {
      reset();
      setWanted(true);
      if (!session) void signIn.start();
    },
  };
}

function createBundle(draft: SellDraft, items: readonly QueuedUpload[], acceptTerms: string | undefined) {
  const files = items.flatMap(({ upload }) => {
    const state = upload.state();
    return state.step === "done" ? [{ uploadId: state.uploadId, uploadToken: state.token }] : [];
  });
  const body = {
    files,
    price: draft.free ? "0" : exactPrice(draft.price),
    title: draft.title.trim(),
    description: draft.description.trim() || undefined,
    onSaleUntil: endOfDay(draft.onSaleUntil)?.toISOString(),
    downloadDays: readDays(draft.downloadDays) ?? 0,
    listed: draft.listed || undefined,
    acceptTerms,
  };
  return requestJson<OwnFile>("/api/bundles", { method: "POST", body });
}
