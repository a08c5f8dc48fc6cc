import { listComplaints } from "@/lib/complaints/list-complaints";
import { methods, route } from "@/lib/http/route";

/** `GET /api/complaints`: what buyers told the signed-in seller, as far as it is not done. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session }) => listComplaints(session.sellerId)),
});
