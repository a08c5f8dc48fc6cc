import { methods, route } from "@/lib/http/route";
import { signedOut } from "@/lib/http/signed-out";
import { clearedSessionCookies } from "@/lib/sign-in/seller-session";
import { signOut } from "@/lib/sign-in/sign-out";

/** `POST /api/sign-out`: ends this session and deletes its cookie. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ session: "optional", limit: "sellerWrite" }, async ({ session, now }) => {
    if (session) await signOut(session.id, { kind: "seller", wallet: session }, now);
    return signedOut(clearedSessionCookies());
  }),
});
