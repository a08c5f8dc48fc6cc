import { takeGiftSchema } from "@/lib/gifts/schema";
import { takeGift } from "@/lib/gifts/take-gift";
import { methods, route } from "@/lib/http/route";

/** `POST /api/gifts/take {token, claimToken}`: takes a gift, once, for this browser. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ body: takeGiftSchema, limit: "claim" }, async ({ body, now }) => {
    const taken = await takeGift(body, now);
    const response = Response.json(taken.body);
    for (const cookie of taken.cookies) response.headers.append("Set-Cookie", cookie);
    return response;
  }),
});
