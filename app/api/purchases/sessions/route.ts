import { methods, route } from "@/lib/http/route";
import { signedOut } from "@/lib/http/signed-out";
import { clearedBuyerCookies } from "@/lib/sign-in/buyer-session";
import { describeSessions } from "@/lib/sign-in/describe-sessions";
import { signOut } from "@/lib/sign-in/sign-out";

/** `GET /api/purchases/sessions`: where this wallet's purchases are open. `DELETE`: signs out everywhere, here too. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ buyer: "required", limit: "purchases" }, ({ buyer, now }) =>
    describeSessions(buyer.id, { kind: "buyer", wallet: buyer }, now),
  ),
  DELETE: route({ buyer: "required", limit: "purchases" }, async ({ buyer, now }) => {
    await signOut("everywhere", { kind: "buyer", wallet: buyer }, now);
    return signedOut(clearedBuyerCookies());
  }),
});
