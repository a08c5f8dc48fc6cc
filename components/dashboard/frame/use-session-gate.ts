import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { isSignInAsked, requestJson } from "@/components/http/request";
import { sessionQuery } from "@/components/sign-in/queries";
import type { Session } from "@/lib/sign-in/schema";

/**
 * Who is signed in: as of the page's own request, until somebody signs in or out here, or an answer asks for a sign-in
 * because the session has ended elsewhere.
 */
export function useSessionGate(first: Session) {
  const client = useQueryClient();
  const { data: session } = useQuery({ ...sessionQuery, initialData: first, enabled: false });

  /** What was read of this seller is not for the next one. */
  const forget = useCallback(() => {
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    client.setQueryData(sessionQuery.queryKey, null);
  }, [client]);

  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type !== "updated" || event.action.type !== "error" || !isSignInAsked(event.action.error)) return;
        // The query is still at work.
        queueMicrotask(forget);
      }),
    [client, forget],
  );

  return {
    session: session ?? null,
    signedIn(next: Session) {
      // The server's part of this page may show files of the seller before.
      if (first) location.reload();
      else client.setQueryData(sessionQuery.queryKey, next);
    },
    async signOut() {
      await requestJson("/api/sign-out", { method: "POST" }).catch(() => {});
      forget();
    },
    forget,
  };
}
