import { methods, route } from "@/lib/http/route";
import { signedOut } from "@/lib/http/signed-out";
import { clearedOperatorCookies } from "@/lib/sign-in/operator-session";
import { signOut } from "@/lib/sign-in/sign-out";

/** `POST /api/operator/sign-out`: ends this session of the operator's page and deletes its cookie. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ operator: "optional", limit: "operator" }, async ({ operator, now }) => {
    if (operator) await signOut(operator.id, { kind: "operator", wallet: operator }, now);
    return signedOut(clearedOperatorCookies());
  }),
});
