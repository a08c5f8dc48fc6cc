import { AppError } from "@/lib/errors";
import { methods, route } from "@/lib/http/route";
import { signOut } from "@/lib/sign-in/sign-out";

/** `DELETE /api/purchases/sessions/{sessionId}`: ends one of the sessions of "My purchases" of this wallet. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(
    { buyer: "required", params: ["sessionId"], limit: "purchases" },
    async ({ buyer, params: { sessionId }, now }) => {
      if (!(await signOut(sessionId, { kind: "buyer", wallet: buyer }, now))) throw new AppError("not_found");
      return new Response(null, { status: 204 });
    },
  ),
});
