import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/http/request";
import type { GiftList } from "@/lib/gifts/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import type { Period } from "@/lib/seller-pages/periods";
import type { Months, Overview, PeriodFigures, SaleDetails } from "@/lib/seller-pages/schema";
import type { FilesPage, FilesQuery } from "@/lib/sellers/files/schema";
import type { FoundSales } from "@/lib/sellers/sales/schema";
import type { Profile } from "@/lib/sellers/schema";
import { writeListQuery } from "./files/list-query";

/** The first part of the key of everything that a change of a file or a sale may change. */
export const changesWithSales = { queryKey: ["dashboard"] } as const;

/** The first part of the key of all pages of files. */
export const everyFilesPage = { queryKey: [...changesWithSales.queryKey, "files"] } as const;

/** What needs the signed-in seller's attention, and the money received. */
export const overviewQuery = queryOptions({
  queryKey: [...changesWithSales.queryKey, "overview"],
  queryFn: ({ signal }) => requestJson<Overview>("/api/overview", { signal }),
  refetchInterval: 15_000,
});

/** Money, sales and views of a period. */
export const figuresQuery = (period: Period) =>
  queryOptions({
    queryKey: [...changesWithSales.queryKey, "figures", period],
    queryFn: ({ signal }) => requestJson<PeriodFigures>(`/api/overview/figures?period=${period}`, { signal }),
    refetchInterval: 60_000,
  });

/** A page of the signed-in seller's files. */
export const filesQuery = (query: FilesQuery) =>
  queryOptions({
    queryKey: [...everyFilesPage.queryKey, query],
    queryFn: ({ signal }) => requestJson<FilesPage>(`/api/files${writeListQuery(query)}`, { signal }),
    refetchInterval: 15_000,
  });

/** One of the signed-in seller's files. */
export const ownFileQuery = (fileId: string) =>
  queryOptions({
    queryKey: [...changesWithSales.queryKey, "file", fileId],
    queryFn: ({ signal }) => requestJson<OwnFile>(`/api/files/${encodeURIComponent(fileId)}/own`, { signal }),
    // Sooner while what it shows is being made.
    refetchInterval: ({ state }) => (state.data?.previewsPending ? 3_000 : 15_000),
  });

/** One page of the sales that an address asks for, by its query. */
export const salesQuery = (query: string) =>
  queryOptions({
    queryKey: [...changesWithSales.queryKey, "sales", query],
    queryFn: ({ signal }) => requestJson<FoundSales>(`/api/sales${query}`, { signal }),
    refetchInterval: 30_000,
  });

/** The months in which something was sold. */
export const monthsQuery = queryOptions({
  queryKey: [...changesWithSales.queryKey, "months"],
  queryFn: ({ signal }) => requestJson<Months>("/api/sales/months", { signal }),
});

/** One sale. */
export const saleQuery = (paymentId: string) =>
  queryOptions({
    queryKey: [...changesWithSales.queryKey, "sale", paymentId],
    queryFn: ({ signal }) => requestJson<SaleDetails>(`/api/sales/${encodeURIComponent(paymentId)}`, { signal }),
    refetchInterval: 15_000,
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
