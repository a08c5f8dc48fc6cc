import { queryOptions } from "@tanstack/react-query";
import type { Dashboard } from "@/lib/creators/schema";
import { requestJson } from "../http/request";

/** The signed-in seller's files and sales. */
export const dashboardQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: ({ signal }) => requestJson<Dashboard>("/api/files", { signal }),
  refetchInterval: 15_000,
});
