import { lookAtGiftSchema } from "@/lib/gifts/schema";
import { lookAtGift } from "@/lib/gifts/take-gift";
import { methods, route } from "@/lib/http/route";

/** `POST /api/gifts/look {token}`: what a gift link is for. Takes nothing. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ body: lookAtGiftSchema, limit: "claim" }, ({ body, now }) => lookAtGift(body.token, now)),
});
