import { methods, route } from "@/lib/http/route";
import { readOverview } from "@/lib/seller-pages/read-overview";

/** `GET /api/overview`: what needs the seller's attention, and the money received. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session, now }) => readOverview(session.sellerId, now)),
});
