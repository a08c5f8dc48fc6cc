import { methods, route } from "@/lib/http/route";
import { changeFirstSteps } from "@/lib/seller-pages/first-steps";
import { firstStepsSchema } from "@/lib/seller-pages/schema";

/** `PATCH /api/overview/first-steps`: the payout address was checked, or the list is dismissed. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route({ session: "required", limit: "sellerWrite", body: firstStepsSchema }, ({ session, body, now }) =>
    changeFirstSteps(session.sellerId, body, now),
  ),
});
