import { methods, route } from "@/lib/http/route";
import { listOwnDecisions } from "@/lib/reports/own-decisions";

/** `GET /api/decisions`: what the operator decided about the signed-in seller and their files, with the reasons. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session, now }) => {
    return listOwnDecisions(session.sellerId, now);
  }),
});
