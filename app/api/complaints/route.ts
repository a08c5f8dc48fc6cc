import { listComplaints } from "@/lib/complaints/list-complaints";
import { methods, route } from "@/lib/http/route";

/** `GET /api/complaints`: the complaints to the signed-in seller: the open ones, or with `?done=true` the others. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session, request }) => {
    const { searchParams } = new URL(request.url);
    const done = searchParams.get("done") === "true";
    return listComplaints(session.sellerId, { done, before: searchParams.get("before") || undefined });
  }),
});
