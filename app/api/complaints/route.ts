import { listComplaints } from "@/lib/complaints/list-complaints";
import { methods, route } from "@/lib/http/route";

/** `GET /api/complaints`: the open complaints to the signed-in seller. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session }) => listComplaints(session.sellerId)),
});
