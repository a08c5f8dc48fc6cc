import { pageOf } from "@/lib/catalog/page-of";
import { payableResources } from "@/lib/catalog/payable-resources";
import { readCatalog } from "@/lib/catalog/read-catalog";
import { methods, route } from "@/lib/http/route";

/** `GET /.well-known/x402?before={fileId}`: what can be paid for here. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ cors: "payment", limit: "catalog" }, async ({ request, now }) =>
    payableResources(await readCatalog(now, pageOf(request.url)), now),
  ),
});
