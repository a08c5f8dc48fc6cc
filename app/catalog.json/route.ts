import { pageOf } from "@/lib/catalog/page-of";
import { readCatalog } from "@/lib/catalog/read-catalog";
import { methods, route } from "@/lib/http/route";

/** `GET /catalog.json?before={fileId}`: what is on sale here for everybody. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(
    { cors: "payment", limit: "catalog" },
    async ({ request, now }) => await readCatalog(now, pageOf(request.url)),
  ),
});
