import { methods, route } from "@/lib/http/route";
import { claimHandle, claimSlug, requireSlug } from "@/lib/links/claim-name";
import { readOwnLink } from "@/lib/links/own-link";
import { linkSchema } from "@/lib/links/schema";

const ofSeller = { session: "required", params: ["fileId"] } as const;

/** `GET, PUT /api/files/{fileId}/link`: the names in a file's readable link, and what could be chosen. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ ...ofSeller, limit: "sellerRead" }, ({ params, session }) =>
    readOwnLink(session.sellerId, params.fileId),
  ),
  PUT: route({ ...ofSeller, limit: "newName", body: linkSchema }, async ({ params, session, body, now }) => {
    // A slug that cannot be used must not use up a handle.
    requireSlug(body.slug);
    await readOwnLink(session.sellerId, params.fileId);
    if (body.handle !== undefined) await claimHandle(session.sellerId, body.handle, now);
    await claimSlug(session.sellerId, params.fileId, body.slug, now);
    return readOwnLink(session.sellerId, params.fileId);
  }),
});
