import { giveFound } from "@/lib/buyers/give-found";
import { methods, route } from "@/lib/http/route";
import { buyerCookie, sealBuyerSession } from "@/lib/sign-in/buyer-session";
import { nameAgent } from "@/lib/sign-in/name-agent";
import { signInSchema } from "@/lib/sign-in/schema";
import { endSession } from "@/lib/sign-in/sessions";
import { signIn } from "@/lib/sign-in/sign-in";

/**
 * `POST /api/purchases/sign-in {message, signature}`: opens "My purchases" of the wallet that signed; the session before it
 * ends. Makes no seller.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ buyer: "optional", body: signInSchema, limit: "signIn" }, async (input) => {
    const { body, request, buyer: before, now } = input;
    const buyer = await signIn(body, now, "purchases");
    await giveFound(buyer, now);
    if (before) await endSession(before.id, { kind: "buyer", wallet: before });
    const seal = await sealBuyerSession(buyer, nameAgent(request.headers.get("user-agent")), now);
    return Response.json(buyer, { headers: { "Set-Cookie": buyerCookie(seal) } });
  }),
});
