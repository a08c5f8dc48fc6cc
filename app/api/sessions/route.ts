import { methods, route } from "@/lib/http/route";
import { signedOut } from "@/lib/http/signed-out";
import { describeSessions } from "@/lib/sign-in/describe-sessions";
import { clearedSessionCookies } from "@/lib/sign-in/seller-session";
import { signOut } from "@/lib/sign-in/sign-out";

/** `GET /api/sessions`: where this wallet is signed in to sell. `DELETE`: signs out everywhere, here too. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session, now }) =>
    describeSessions(session.id, { kind: "seller", wallet: session }, now),
  ),
  DELETE: route({ session: "required", limit: "sellerWrite" }, async ({ session, now }) => {
    await signOut("everywhere", { kind: "seller", wallet: session }, now);
    return signedOut(clearedSessionCookies());
  }),
});
