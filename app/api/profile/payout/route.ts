import { changePayout } from "@/lib/creators/change-payout";
import { signedPayoutSchema } from "@/lib/creators/schema";
import { methods, route } from "@/lib/http/route";

/** `POST /api/profile/payout`: another payout address, signed for by the signed-in wallet. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ session: "required", limit: "signIn", body: signedPayoutSchema }, ({ session, body, now }) =>
    changePayout(session.creatorId, body, now),
  ),
});
