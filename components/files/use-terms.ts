import { queryOptions, useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { requestJson } from "@/components/http/request";
import type { TermsAnswer, TermsInForce } from "@/lib/legal/schema";

/** The terms of this server, and whether this wallet has accepted them. */
const termsQuery = (address: string | null) =>
  queryOptions({
    queryKey: ["terms", address],
    queryFn: ({ signal }) => requestJson<TermsAnswer>("/api/terms", { signal }),
    staleTime: 60_000,
  });

/** The hash of the terms that were ticked: one tick counts for all files of the page. */
let ticked: string | null = null;
const watchers = new Set<() => void>();
const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};
function setTicked(hash: string | null): void {
  ticked = hash;
  for (const watcher of watchers) watcher();
}

export type TermsToAccept = {
  /** Null when there is nothing to accept, or this wallet already has. */
  terms: TermsInForce | null;
  ticked: boolean;
  tick: (ticked: boolean) => void;
  /** To be sent with the file. */
  acceptTerms: string | undefined;
  /** Asks again: the terms have changed since they were shown. */
  reload: () => void;
};

/** @param address of the wallet that is signed in, or null */
export function useTerms(address: string | null): TermsToAccept {
  const { data, refetch } = useQuery(termsQuery(address));
  const hash = useSyncExternalStore(
    watch,
    () => ticked,
    () => null,
  );
  const terms = data && data.accepted !== true ? data.terms : null;
  return {
    terms,
    ticked: terms !== null && hash === terms.hash,
    tick: (isTicked) => setTicked(isTicked && terms ? terms.hash : null),
    acceptTerms: hash ?? undefined,
    reload: () => void refetch(),
  };
}
