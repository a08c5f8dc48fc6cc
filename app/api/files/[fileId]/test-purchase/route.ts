import { methods, route } from "@/lib/http/route";
import { testPurchase } from "@/lib/shop/purchase/test-purchase";

/** `POST /api/files/{fileId}/test-purchase`: by its seller. Whether a buyer would get it now, and the seller's own download (rule 14). */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ session: "required", params: ["fileId"], limit: "sellerWrite" }, ({ session, params, now }) => {
    return testPurchase(session.sellerId, params.fileId, now);
  }),
});
