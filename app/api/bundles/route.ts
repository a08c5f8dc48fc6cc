import { methods, route } from "@/lib/http/route";
import { createBundle } from "@/lib/products/bundles/selling/create-bundle";
import { createBundleSchema } from "@/lib/products/bundles/selling/schema";
import { awaitAllFinished } from "@/lib/uploads/finish/await-finished";

/** `POST /api/bundles`: several files together. What it makes is a file like others, at `/api/files/{fileId}`. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { session: "required", limit: "sellerWrite", body: createBundleSchema },
    async ({ session, body, now }) => {
      await awaitAllFinished(body.files, now);
      const bundle = await createBundle(session, body, now);
      return Response.json(bundle, { status: 201, headers: { Location: `/api/files/${bundle.id}` } });
    },
  ),
});
