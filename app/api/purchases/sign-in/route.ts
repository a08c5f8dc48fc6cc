import { giveFound } from "@/lib/buyers/give-found";
import { methods, route } from "@/lib/http/route";
import { buyerCookie, sealBuyerSession } from "@/lib/sign-in/buyer-session";
import { signInSchema } from "@/lib/sign-in/schema";
import { signIn } from "@/lib/sign-in/sign-in";

/** `POST /api/purchases/sign-in {message, signature}`: opens "My purchases" of the wallet that signed. Makes no seller. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ body: signInSchema, limit: "signIn" }, async ({ body, now }) => {
    const buyer = await signIn(body, now, "purchases");
    await giveFound(buyer, now);
    return Response.json(buyer, { headers: { "Set-Cookie": buyerCookie(await sealBuyerSession(buyer)) } });
  }),
});
