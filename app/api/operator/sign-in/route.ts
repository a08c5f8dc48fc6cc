import { methods, route } from "@/lib/http/route";
import { nameAgent } from "@/lib/sign-in/name-agent";
import { operatorCookie, sealOperatorSession } from "@/lib/sign-in/operator-session";
import { signInSchema } from "@/lib/sign-in/schema";
import { endSession } from "@/lib/sign-in/sessions";
import { signIn } from "@/lib/sign-in/sign-in";

/**
 * `GET /api/operator/sign-in`: who is signed in, or null. `POST {message, signature}` signs a wallet of `ADMINS` in; the
 * session before it ends.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ operator: "optional", limit: "operator" }, ({ operator }) => {
    return operator && { address: operator.address, chainId: operator.chainId };
  }),
  POST: route({ operator: "optional", body: signInSchema, limit: "signIn" }, async (input) => {
    const { body, request, operator: before, now } = input;
    const wallet = await signIn(body, now, "operator");
    if (before) await endSession(before.id, { kind: "operator", wallet: before });
    const seal = await sealOperatorSession(wallet, nameAgent(request.headers.get("user-agent")), now);
    return Response.json(wallet, { headers: { "Set-Cookie": operatorCookie(seal) } });
  }),
});
