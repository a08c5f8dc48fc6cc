import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/http/request";
import type { ComplaintList } from "@/lib/complaints/schema";

/** The open complaints to the signed-in seller. */
export const complaintsQuery = queryOptions({
  queryKey: ["complaints"],
  queryFn: ({ signal }) => requestJson<ComplaintList>("/api/complaints", { signal }),
  refetchInterval: 30_000,
});

/** Those that are done, page by page. */
export const doneComplaintsQuery = infiniteQueryOptions({
  queryKey: [...complaintsQuery.queryKey, "done"],
  queryFn: ({ signal, pageParam }) =>
    requestJson<ComplaintList>(
      `/api/complaints?done=true${pageParam === "" ? "" : `&before=${encodeURIComponent(pageParam)}`}`,
      { signal },
    ),
  initialPageParam: "",
  getNextPageParam: ({ complaints, more }) => (more ? complaints.at(-1)?.id : undefined),
});
