import { methods, route } from "@/lib/http/route";
import { refundPayment } from "@/lib/refunds/refund-payment";
import { signedRefundSchema } from "@/lib/refunds/schema";

/**
 * `POST /api/payments/{paymentId}/refund`: refunds a payment by the seller's own signature. Repeated, it returns the
 * existing refund.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { session: "required", params: ["paymentId"], limit: "pay", body: signedRefundSchema },
    ({ session, params, body, now }) =>
      refundPayment({ kind: "seller", sellerId: session.sellerId }, params.paymentId, body, now),
  ),
});
