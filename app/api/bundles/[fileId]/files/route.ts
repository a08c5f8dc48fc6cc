import { methods, route } from "@/lib/http/route";
import { changeBundle } from "@/lib/products/bundles/selling/change-bundle";
import { changeBundleSchema } from "@/lib/products/bundles/selling/schema";
import { awaitAllFinished } from "@/lib/uploads/finish/await-finished";

/** `PUT /api/bundles/{fileId}/files`: the files that a bundle contains from now on. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(
    { session: "required", limit: "sellerWrite", body: changeBundleSchema, params: ["fileId"] },
    async ({ session, body, params, now }) => {
      await awaitAllFinished(body.files, now);
      return changeBundle(session, params.fileId, body, now);
    },
  ),
});
