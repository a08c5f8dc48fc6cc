"use client";

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { requestJson, wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { SessionList } from "@/lib/sign-in/schema";

type Door = "/api/sessions" | "/api/purchases/sessions";
type SessionsProps = {
  door: Door;
  /** After signing out everywhere, here too. */
  onSignedOut: () => void;
};

/** Where a wallet is signed in. */
export const sessionsQuery = (door: Door) =>
  queryOptions({
    queryKey: ["sessions", door],
    staleTime: 0,
    queryFn: ({ signal }) => requestJson<SessionList>(door, { signal }),
  });

/** Where a wallet is signed in, with a button to end each, and one for all. */
export function Sessions({ door, onSignedOut }: SessionsProps) {
  const t = useWords("sessions");
  const errors = useWords("errors");
  const client = useQueryClient();
  const { data, error } = useQuery(sessionsQuery(door));
  const end = useMutation({
    mutationFn: (id: string) => requestJson(`${door}/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSettled: () => client.invalidateQueries(sessionsQuery(door)),
  });
  const endAll = useMutation({
    mutationFn: () => requestJson(door, { method: "DELETE" }),
    onSuccess() {
      client.removeQueries(sessionsQuery(door));
      onSignedOut();
    },
  });
  const failed = error ?? end.error ?? endAll.error;
  return (
    <div className="space-y-3">
      <ul className="space-y-2">
        {data?.sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center justify-between gap-2 text-sm">
            <p>
              <bdi className="font-semibold">{session.agent ?? t("program")}</bdi>
              {session.current && ` · ${t("thisOne")}`}
              <br />
              <span className="text-ink-soft">
                {t.rich("since", { begun: <Time iso={session.begunAt} />, seen: <Time iso={session.seenAt} /> })}
              </span>
            </p>
            {!session.current && (
              <Button look="secondary" size="sm" busy={end.isPending} onClick={() => end.mutate(session.id)}>
                {t("end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {failed && <Notice role="alert" tone="bad" title={wordsFor(failed, errors)} />}
      <Button look="secondary" size="sm" busy={endAll.isPending} onClick={() => endAll.mutate()}>
        {t("endAll")}
      </Button>
      <p className="text-xs text-ink-soft">{t("endAllWhat")}</p>
    </div>
  );
}
