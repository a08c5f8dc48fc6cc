import { methods, route } from "@/lib/http/route";
import { clearedSessionCookie } from "@/lib/sign-in/seller-session";

/** `POST /api/sign-out`: deletes the session cookie. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ limit: "sellerWrite" }, () => {
    return new Response(null, { status: 204, headers: { "Set-Cookie": clearedSessionCookie() } });
  }),
});
