import { methods, route } from "@/lib/http/route";
import { findOrCreateSeller } from "@/lib/sellers/find-or-create-seller";
import { signInSchema } from "@/lib/sign-in/schema";
import { describeSession, sealSession, sessionCookie } from "@/lib/sign-in/seller-session";
import { signIn } from "@/lib/sign-in/sign-in";

/** `GET /api/sign-in`: who is signed in, or null. `POST {message, signature}`: signs in. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "optional", limit: "sellerRead" }, ({ session }) => describeSession(session)),

  POST: route({ body: signInSchema, limit: "signIn" }, async ({ body, now }) => {
    const seller = await findOrCreateSeller(await signIn(body, now, "sign-in"), now);
    const session = { sellerId: seller.id, address: seller.address, chainId: seller.chainId };
    const headers = { "Set-Cookie": sessionCookie(await sealSession(session)) };
    return Response.json(describeSession(session), { headers });
  }),
});
