import { methods, route } from "@/lib/http/route";
import { changePayout } from "@/lib/sellers/change-payout";
import { signedPayoutSchema } from "@/lib/sellers/schema";

/** `POST /api/profile/payout`: changes the payout address, signed by the signed-in wallet. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ session: "required", limit: "signIn", body: signedPayoutSchema }, ({ session, body, now }) =>
    changePayout(session.sellerId, body, now),
  ),
});
