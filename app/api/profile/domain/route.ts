import { forgetDomain, nameDomain, proveDomain, readOwnDomain } from "@/lib/domains/prove-domain";
import { domainSchema } from "@/lib/domains/schema";
import { methods, route } from "@/lib/http/route";

/** The domain that the signed-in seller proves by DNS: PUT names it, POST asks DNS now, DELETE ends it. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session }) => readOwnDomain(session.sellerId)),
  PUT: route({ session: "required", limit: "sellerWrite", body: domainSchema }, ({ session, body, now }) =>
    nameDomain(session.sellerId, body.domain, now),
  ),
  POST: route({ session: "required", limit: "askDns" }, ({ session, now }) => proveDomain(session.sellerId, now)),
  DELETE: route({ session: "required", limit: "sellerWrite" }, async ({ session }) => {
    await forgetDomain(session.sellerId);
    return new Response(null, { status: 204 });
  }),
});
