import { openPurchase } from "@/lib/buyers/open-purchase";
import { openPurchaseSchema } from "@/lib/buyers/schema";
import { methods, route } from "@/lib/http/route";

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
