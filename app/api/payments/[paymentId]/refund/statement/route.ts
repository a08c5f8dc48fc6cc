import { methods, route } from "@/lib/http/route";
import { refundSchema } from "@/lib/refunds/schema";
import { startRefund } from "@/lib/refunds/start-refund";

/** `POST /api/payments/{paymentId}/refund/statement`: what the seller's wallet has to sign. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { session: "required", params: ["paymentId"], limit: "sellerWrite", body: refundSchema },
    ({ session, params, body, now }) =>
      startRefund({ kind: "seller", sellerId: session.sellerId }, params.paymentId, body, now),
  ),
});
