import { methods, route } from "@/lib/http/route";
import { readSale } from "@/lib/seller-pages/read-sale";

/** `GET /api/sales/{paymentId}`: one of the seller's sales, with its downloads, access and messages. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead", params: ["paymentId"] }, ({ session, params, now }) =>
    readSale(session.sellerId, params.paymentId, now),
  ),
});
