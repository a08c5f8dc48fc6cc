import { methods, route } from "@/lib/http/route";
import { clearedBuyerCookie } from "@/lib/sign-in/buyer-session";

/** `POST /api/purchases/sign-out`: deletes the cookie of "My purchases". */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ limit: "purchases" }, () => {
    return new Response(null, { status: 204, headers: { "Set-Cookie": clearedBuyerCookie() } });
  }),
});
