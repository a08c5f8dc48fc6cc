import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";

type Props<Data> = {
  of: UseQueryResult<Data>;
  /** While true it is still loading, so that nothing jumps when that arrives: neither does the foot of the page, which waits below the window. */
  waits?: boolean;
  children: (data: Data) => ReactNode;
};

/** What was asked for once it is here; before that a sign of waiting, or why there is nothing. */
export function Loaded<Data>({ of: { data, error, isPending, refetch }, waits = false, children }: Props<Data>) {
  const t = useWords("desk");
  const ui = useWords("ui");
  const errors = useWords("errors");
  if (isPending || (data !== undefined && waits)) {
    return (
      <p role="status" className="flex min-h-dvh items-start justify-center gap-3 py-16 text-ink-soft">
        <Spinner /> {t("loading")}
      </p>
    );
  }
  if (data === undefined) {
    return (
      <Notice role="alert" tone="bad" title={wordsFor(error, errors)}>
        <Button size="sm" onClick={() => refetch()}>
          {ui("tryAgain")}
        </Button>
      </Notice>
    );
  }
  return children(data);
}

/** For `waits`: nothing waits for a request that has failed once. */
export const isFirstTry = ({ isLoading, failureCount }: Pick<UseQueryResult, "isLoading" | "failureCount">) =>
  isLoading && failureCount === 0;
