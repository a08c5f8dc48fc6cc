import { methods, route } from "@/lib/http/route";
import { signedOut } from "@/lib/http/signed-out";
import { clearedBuyerCookies } from "@/lib/sign-in/buyer-session";
import { signOut } from "@/lib/sign-in/sign-out";

/** `POST /api/purchases/sign-out`: ends this session of "My purchases" and deletes its cookie. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ buyer: "optional", limit: "purchases" }, async ({ buyer, now }) => {
    if (buyer) await signOut(buyer.id, { kind: "buyer", wallet: buyer }, now);
    return signedOut(clearedBuyerCookies());
  }),
});
