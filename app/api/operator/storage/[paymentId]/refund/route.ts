import { methods, route } from "@/lib/http/route";
import { operatorActor } from "@/lib/operator/decide";
import { refundPayment } from "@/lib/refunds/refund-payment";
import { signedRefundSchema } from "@/lib/refunds/schema";

/**
 * `POST /api/operator/storage/{paymentId}/refund`: pays back what is owed for unused days of storage, by the signature of the
 * wallet that storage is paid to. Repeated, it returns the existing refund.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { operator: "required", params: ["paymentId"], limit: "operator", body: signedRefundSchema },
    ({ operator, params, body, now }) => refundPayment(operatorActor(operator), params.paymentId, body, now),
  ),
});
