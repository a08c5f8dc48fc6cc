import { methods, route } from "@/lib/http/route";
import { claimHandle } from "@/lib/links/claim-name";
import { readOwnHandle } from "@/lib/links/own-link";
import { handleSchema } from "@/lib/links/schema";

/** `GET, PUT /api/profile/handle`: the name of the signed-in seller's page. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session }) => readOwnHandle(session.sellerId)),
  PUT: route({ session: "required", limit: "newName", body: handleSchema }, async ({ session, body, now }) => {
    await claimHandle(session.sellerId, body.handle, now);
    return readOwnHandle(session.sellerId);
  }),
});
