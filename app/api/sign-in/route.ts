import { methods, route } from "@/lib/http/route";
import { describeSession } from "@/lib/sellers/describe-session";
import { findOrCreateSeller } from "@/lib/sellers/find-or-create-seller";
import { nameAgent } from "@/lib/sign-in/name-agent";
import { signInSchema } from "@/lib/sign-in/schema";
import { sealSession, sessionCookie } from "@/lib/sign-in/seller-session";
import { endSession } from "@/lib/sign-in/sessions";
import { signIn } from "@/lib/sign-in/sign-in";

/** `GET /api/sign-in`: who is signed in, or null. `POST {message, signature}`: signs in; the session before it ends. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "optional", limit: "sellerRead" }, ({ session }) => describeSession(session)),

  POST: route({ session: "optional", body: signInSchema, limit: "signIn" }, async (input) => {
    const { body, request, session: before, now } = input;
    const seller = await findOrCreateSeller(await signIn(body, now, "sign-in"), now);
    if (before) await endSession(before.id, { kind: "seller", wallet: before });
    const session = { sellerId: seller.id, address: seller.address, chainId: seller.chainId };
    const seal = await sealSession(session, nameAgent(request.headers.get("user-agent")), now);
    return Response.json(await describeSession(session), { headers: { "Set-Cookie": sessionCookie(seal) } });
  }),
});
