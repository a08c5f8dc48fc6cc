import { methods, route } from "@/lib/http/route";
import { keepDraft } from "@/lib/products/files/drafts";
import { draftSchema } from "@/lib/products/files/schema";

const options = { session: "required", params: ["fileId"], body: draftSchema, limit: "draft" } as const;

/** `PUT /api/files/{fileId}/draft`: what its seller has typed and not saved, for the page beside the form. Stores nothing. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(options, async ({ session, params, body, now }) => {
    await keepDraft(session.sellerId, params.fileId, body, now);
    return new Response(null, { status: 204 });
  }),
});
