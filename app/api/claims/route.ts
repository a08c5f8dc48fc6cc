import { methods, route } from "@/lib/http/route";
import { exchangeClaimToken } from "@/lib/products/files/access/exchange-claim-token";
import { claimSchema } from "@/lib/shop/schema";

/**
 * `POST /api/claims {token, look?}`: exchanges a recovery link's fragment for this browser's cookies and a download URL; with
 * `look` only says what the link opens.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ body: claimSchema, limit: "claim" }, async ({ body, now }) => {
    const exchanged = await exchangeClaimToken(body.token, now);
    const response = Response.json(exchanged.body);
    for (const cookie of body.look ? [] : exchanged.cookies) response.headers.append("Set-Cookie", cookie);
    return response;
  }),
});
