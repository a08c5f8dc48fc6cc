import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/http/request";
import type { GiftList } from "@/lib/gifts/schema";
import type { Dashboard, Profile, SalesPage } from "@/lib/sellers/schema";

/** The signed-in seller's files and sales. */
export const dashboardQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: ({ signal }) => requestJson<Dashboard>("/api/files", { signal }),
  // Sooner while what a file shows is being made.
  refetchInterval: ({ state }) => (state.data?.files.some(({ previewsPending }) => previewsPending) ? 3_000 : 15_000),
});

/** The files before one that is shown, page by page. A change of any file reloads them, like the newest. */
export const olderFilesQuery = (before: string) =>
  infiniteQueryOptions({
    queryKey: [...dashboardQuery.queryKey, "before", before],
    queryFn: ({ signal, pageParam }) =>
      requestJson<Dashboard>(`/api/files?before=${encodeURIComponent(pageParam)}`, { signal }),
    initialPageParam: before,
    getNextPageParam: ({ files, olderFiles }) => (olderFiles ? files.at(-1)?.id : undefined),
  });

/** The sales before one that is shown, page by page. */
export const olderSalesQuery = (before: string) =>
  infiniteQueryOptions({
    queryKey: [...dashboardQuery.queryKey, "sales before", before],
    queryFn: ({ signal, pageParam }) =>
      requestJson<SalesPage>(`/api/sales?before=${encodeURIComponent(pageParam)}`, { signal }),
    initialPageParam: before,
    getNextPageParam: ({ sales, olderSales }) => (olderSales ? sales.at(-1)?.paymentId : undefined),
  });

/** What buyers see of the signed-in seller, and where the money goes. */
export const profileQuery = queryOptions({
  queryKey: ["profile"],
  queryFn: ({ signal }) => requestJson<Profile>("/api/profile", { signal }),
});

/** The gift links of one file. */
export const giftsQuery = (fileId: string) =>
  queryOptions({
    queryKey: ["gifts", fileId],
    // Gifts are taken in the meantime: the list has to be current when it is opened.
    staleTime: 0,
    queryFn: ({ signal }) => requestJson<GiftList>(`/api/files/${fileId}/gifts`, { signal }),
  });
