import { methods, route } from "@/lib/http/route";
import { signedOut } from "@/lib/http/signed-out";
import { eraseSeller } from "@/lib/privacy/erase";
import { clearedSessionCookies } from "@/lib/sign-in/seller-session";

/** `POST /api/profile/erasure`: takes the seller's files off sale, erases personal data, and signs out. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ session: "required", limit: "personalData" }, async ({ session, now }) => {
    await eraseSeller(session.sellerId, { kind: "seller", account: session.address }, now);
    return signedOut(clearedSessionCookies());
  }),
});
