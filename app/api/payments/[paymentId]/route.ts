import { methods, route } from "@/lib/http/route";
import { readPaymentStatus } from "@/lib/shop/doors/payment-status";

/** `GET /api/payments/{paymentId}`: the status of a payment, never a secret. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ cors: "payment", params: ["paymentId"], limit: "paymentStatus" }, async ({ params, now }) => {
    const { status, retryAfter } = await readPaymentStatus(params.paymentId, now);
    return Response.json(status, { headers: retryAfter === null ? {} : { "Retry-After": String(retryAfter) } });
  }),
});
