import { AppError } from "@/lib/errors";
import { methods, route } from "@/lib/http/route";
import { signOut } from "@/lib/sign-in/sign-out";

/** `DELETE /api/sessions/{sessionId}`: ends one of the sessions of this wallet. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(
    { session: "required", params: ["sessionId"], limit: "sellerWrite" },
    async ({ session, params: { sessionId }, now }) => {
      if (!(await signOut(sessionId, { kind: "seller", wallet: session }, now))) throw new AppError("not_found");
      return new Response(null, { status: 204 });
    },
  ),
});
