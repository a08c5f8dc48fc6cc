import { methods, route } from "@/lib/http/route";
import { readConsent } from "@/lib/legal/consent";

/** `GET /api/terms`: the terms of this server, and whether the signed-in seller has accepted them. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "optional", limit: "sellerRead" }, ({ session }) => readConsent(session?.sellerId ?? null)),
});
