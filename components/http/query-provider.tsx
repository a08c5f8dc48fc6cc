"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { isForeignPassing } from "@/lib/foreign-answers";
import { RequestProblem } from "./request";

/** The longest that a page waits by itself because somebody asks for it (ms). */
const LONGEST_WAIT = 60_000;

/** True for errors that the next attempt may not meet: a missing response, and what passes. */
function mayPass(error: Error): boolean {
  if (!(error instanceof RequestProblem)) return true;
  const { status, code } = error.problem;
  return status >= 500 || isForeignPassing(code);
}

/** Before the next attempt (ms): longer each time, or as long as the sender of an error asks for. */
export function pauseAfter(failures: number, error: Error): number {
  const asked = error instanceof RequestProblem ? Number(error.problem.retryAfter ?? 0) * 1_000 : 0;
  return Math.max(Math.min(asked, LONGEST_WAIT), Math.min(1_000 * 2 ** failures, 30_000));
}

/** A cache of server state. Errors are responses and not retried; a missing response is. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => mayPass(error) && failures < 2,
        retryDelay: pauseAfter,
      },
    },
  });
}

/** One cache of server state for the tree below; `client` if several trees share one. */
export function QueryProvider({ client, children }: { client?: QueryClient; children: ReactNode }) {
  const [own] = useState(() => client ?? newQueryClient());
  return <QueryClientProvider client={client ?? own}>{children}</QueryClientProvider>;
}
