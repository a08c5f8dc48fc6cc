import { methods, route } from "@/lib/http/route";
import { openPurchase } from "@/lib/purchases/open-purchase";
import { openPurchaseSchema } from "@/lib/purchases/schema";

const options = {
  buyer: "required",
  params: ["paymentId"],
  body: openPurchaseSchema,
  limit: "purchases",
} as const;

/** `POST /api/purchases/{paymentId}/open {version?}`: a fresh download URL, without another signature. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(options, ({ buyer, params, body, now }) => openPurchase(buyer, params.paymentId, body.version, now)),
});
