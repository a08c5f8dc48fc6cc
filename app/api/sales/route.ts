import { methods, route } from "@/lib/http/route";
import { findSales } from "@/lib/sellers/sales/find-sales";
import { readSalesQuery } from "@/lib/sellers/sales/read-sales-query";

/** `GET /api/sales?q=&file=&state=&from=&to=&before=&after=`: one page of the seller's sales, the newest first. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session, request }) =>
    findSales(session.sellerId, readSalesQuery(new URL(request.url).searchParams)),
  ),
});
