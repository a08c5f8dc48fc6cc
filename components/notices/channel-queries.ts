import { queryOptions } from "@tanstack/react-query";
import { requestJson } from "@/components/http/request";
import type { ChannelList } from "@/lib/notices/schema";

/** Where the signed-in seller is told. */
export const channelsQuery = queryOptions({
  queryKey: ["notices"],
  queryFn: ({ signal }) => requestJson<ChannelList>("/api/profile/notices", { signal }),
});
