import { claimTokenFromCookies } from "@/lib/entitlements/claim-token";
import { isCrossSite } from "@/lib/http/origin";
import { methods, route } from "@/lib/http/route";
import { keepClaimToken } from "@/lib/products/files/access/keep-claim-token";
import { keepClaimSchema } from "@/lib/shop/schema";

/**
 * `POST /api/files/{fileId}/claim {token, replace?}`: keeps a recovery link in this browser's cookies. The cookie of an earlier
 * one comes along because of the path, so another purchase is replaced only if the buyer says so.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { params: ["fileId"], body: keepClaimSchema, limit: "claim" },
    async ({ request: { headers }, params, body, now }) => {
      const own = claimTokenFromCookies(isCrossSite(headers) ? null : headers.get("cookie"));
      const kept = await keepClaimToken({ fileId: params.fileId, own, ...body }, now);
      const response = Response.json(kept.body);
      for (const cookie of kept.cookies) response.headers.append("Set-Cookie", cookie);
      return response;
    },
  ),
});
