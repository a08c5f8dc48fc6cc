import { methods, route } from "@/lib/http/route";
import { jsonAttachment } from "@/lib/privacy/attachment";
import { exportSeller } from "@/lib/privacy/export";

/** `GET /api/profile/data`: everything that the shop stores about the signed-in seller. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "personalData" }, async ({ session, now }) =>
    jsonAttachment(`seller-${session.address}`, await exportSeller(session.sellerId, now)),
  ),
});
