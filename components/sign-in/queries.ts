import { queryOptions } from "@tanstack/react-query";
import type { Session } from "@/lib/sign-in/schema";
import { requestJson } from "../http/request";

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => requestJson<Session>("/api/sign-in", { signal }),
  staleTime: 60_000,
});
