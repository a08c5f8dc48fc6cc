import { methods, route } from "@/lib/http/route";
import { readMonths } from "@/lib/seller-pages/read-months";

/** `GET /api/sales/months`: in which months the seller sold or refunded something, and what was kept of it. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session, now }) => readMonths(session.sellerId, now)),
});
