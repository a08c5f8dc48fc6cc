import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/http/request";
import type { PurchaseList } from "@/lib/buyers/schema";
import type { Receipt } from "@/lib/shop/schema";

/** All queries of My purchases, to be cleared on sign-out. */
export const PURCHASES = "purchases";

/** How often it is reloaded while something is being confirmed (ms). */
const WHILE_PENDING = 4_000;

/** The purchases of the signed-in wallet, page by page. */
export const purchasesQuery = infiniteQueryOptions({
  queryKey: [PURCHASES, "list"],
  queryFn: ({ signal, pageParam }) =>
    requestJson<PurchaseList>(`/api/purchases${pageParam && `?before=${encodeURIComponent(pageParam)}`}`, { signal }),
  initialPageParam: "",
  getNextPageParam: ({ purchases, older }: PurchaseList) => (older ? purchases.at(-1)?.paymentId : undefined),
  refetchInterval: ({ state }) => {
    const waits = state.data?.pages.some(({ purchases }) => purchases.some(({ pending }) => pending));
    return waits ? WHILE_PENDING : false;
  },
});

/** The receipt of one payment of the signed-in wallet. */
export const ownReceiptQuery = (paymentId: string) =>
  queryOptions({
    queryKey: [PURCHASES, "receipt", paymentId],
    queryFn: ({ signal }) =>
      requestJson<Receipt>(`/api/purchases/${encodeURIComponent(paymentId)}/receipt`, { signal }),
  });
