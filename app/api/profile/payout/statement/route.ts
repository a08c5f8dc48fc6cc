import { methods, route } from "@/lib/http/route";
import { startPayout } from "@/lib/sellers/payout-statement";
import { payoutSchema } from "@/lib/sellers/schema";

/** `POST /api/profile/payout/statement`: what the wallet has to sign to change the payout address. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ session: "required", limit: "signInNonce", body: payoutSchema }, ({ session, body, now }) =>
    startPayout(session.sellerId, body, now),
  ),
});
