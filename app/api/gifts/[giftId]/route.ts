import { endGift } from "@/lib/gifts/end-gift";
import { methods, route } from "@/lib/http/route";

/** `DELETE /api/gifts/{giftId}`: ends a gift, taken or not. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route({ session: "required", params: ["giftId"], limit: "sellerWrite" }, async ({ session, params, now }) => {
    await endGift(session.sellerId, params.giftId, now);
    return new Response(null, { status: 204 });
  }),
});
