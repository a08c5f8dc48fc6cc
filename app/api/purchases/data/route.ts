import { methods, route } from "@/lib/http/route";
import { jsonAttachment } from "@/lib/privacy/attachment";
import { exportBuyer } from "@/lib/privacy/export";

/** `GET /api/purchases/data`: everything that the shop stores about the signed-in buyer. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ buyer: "required", limit: "personalData" }, async ({ buyer, now }) =>
    jsonAttachment(`buyer-${buyer.address}`, await exportBuyer(buyer, now)),
  ),
});
