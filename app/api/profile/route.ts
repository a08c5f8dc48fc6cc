import { methods, route } from "@/lib/http/route";
import { readProfile } from "@/lib/sellers/read-profile";
import { profileSchema } from "@/lib/sellers/schema";
import { updateProfile } from "@/lib/sellers/update-profile";

/** `GET, PATCH /api/profile`: the signed-in seller's public profile and payout address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session }) => readProfile(session.sellerId)),
  PATCH: route({ session: "required", limit: "sellerWrite", body: profileSchema }, ({ session, body, now }) =>
    updateProfile(session.sellerId, body, now),
  ),
});
