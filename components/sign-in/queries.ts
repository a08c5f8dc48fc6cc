import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/http/request";
import type { Session } from "@/lib/sign-in/schema";

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => requestJson<Session>("/api/sign-in", { signal }),
  staleTime: 60_000,
});
