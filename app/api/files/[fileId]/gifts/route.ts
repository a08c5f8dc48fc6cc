import { listGifts } from "@/lib/gifts/list-gifts";
import { makeGifts } from "@/lib/gifts/make-gifts";
import { makeGiftsSchema } from "@/lib/gifts/schema";
import { methods, route } from "@/lib/http/route";

/** `/api/files/{fileId}/gifts`: the seller's gift links for a file. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", params: ["fileId"], limit: "sellerRead" }, ({ session, params, now }) =>
    listGifts(session.sellerId, params.fileId, now),
  ),
  POST: route(
    { session: "required", params: ["fileId"], limit: "sellerWrite", body: makeGiftsSchema },
    async ({ session, params, body, now }) =>
      Response.json(await makeGifts(session.sellerId, params.fileId, body, now), { status: 201 }),
  ),
});
