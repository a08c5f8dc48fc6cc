import { startPayout } from "@/lib/creators/payout-statement";
import { payoutSchema } from "@/lib/creators/schema";
import { methods, route } from "@/lib/http/route";

/** `POST /api/profile/payout/statement`: what the wallet has to sign for another payout address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ session: "required", limit: "signInNonce", body: payoutSchema }, ({ session, body, now }) =>
    startPayout(session.creatorId, body, now),
  ),
});
