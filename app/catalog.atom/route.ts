import { atomFeed } from "@/lib/catalog/atom";
import { pageOf } from "@/lib/catalog/page-of";
import { readCatalog } from "@/lib/catalog/read-catalog";
import { methods, route } from "@/lib/http/route";
import { settings } from "@/lib/settings/settings";

/** `GET /catalog.atom?before={fileId}`: the catalogue as a feed. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ cors: "payment", limit: "catalog" }, async ({ request, now }) => {
    const before = pageOf(request.url);
    const self = `${settings().appUrl}/catalog.atom${before ? `?before=${before}` : ""}`;
    const feed = atomFeed(await readCatalog(now, before), self);
    return new Response(feed, { headers: { "Content-Type": "application/atom+xml; charset=utf-8" } });
  }),
});
