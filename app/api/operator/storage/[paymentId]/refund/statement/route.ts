import { methods, route } from "@/lib/http/route";
import { operatorActor } from "@/lib/operator/decide";
import { refundSchema } from "@/lib/refunds/schema";
import { startRefund } from "@/lib/refunds/start-refund";

/** `POST /api/operator/storage/{paymentId}/refund/statement`: what the wallet that storage is paid to has to sign. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { operator: "required", params: ["paymentId"], limit: "operator", body: refundSchema },
    ({ operator, params, body, now }) => startRefund(operatorActor(operator), params.paymentId, body, now),
  ),
});
