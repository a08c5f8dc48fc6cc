"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { RequestProblem } from "./request";

/** A cache of server state. Errors are responses and not retried; a missing response is. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => !(error instanceof RequestProblem && error.problem.status < 500) && failures < 2,
      },
    },
  });
}

/** One cache of server state for the tree below; `client` if several trees share one. */
export function QueryProvider({ client, children }: { client?: QueryClient; children: ReactNode }) {
  const [own] = useState(() => client ?? newQueryClient());
  return <QueryClientProvider client={client ?? own}>{children}</QueryClientProvider>;
}
