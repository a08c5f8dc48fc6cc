import { methods, route } from "@/lib/http/route";
import { readPeriodName } from "@/lib/seller-pages/periods";
import { readFigures } from "@/lib/seller-pages/read-figures";

/** `GET /api/overview/figures?period=7d|30d|90d|12m|all`: the seller's money, sales and views by day or month. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session, request, now }) =>
    readFigures(session.sellerId, readPeriodName(new URL(request.url).searchParams.get("period")), now),
  ),
});
