import { methods, route } from "@/lib/http/route";
import { readFileOf } from "@/lib/products/files/own-file";

/** `GET /api/files/{fileId}/own`: everything that its seller sees of a file. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead", params: ["fileId"] }, ({ session, params, now }) =>
    readFileOf(session.sellerId, params.fileId, now),
  ),
});
