import { readProfile } from "@/lib/creators/read-profile";
import { profileSchema } from "@/lib/creators/schema";
import { updateProfile } from "@/lib/creators/update-profile";
import { methods, route } from "@/lib/http/route";

/** `GET, PATCH /api/profile`: what buyers are shown of the signed-in seller, and where its money goes. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session }) => readProfile(session.creatorId)),
  PATCH: route({ session: "required", limit: "sellerWrite", body: profileSchema }, ({ session, body, now }) =>
    updateProfile(session.creatorId, body, now),
  ),
});
