import { z } from "zod";
import { bundledFilesSchema } from "@/lib/products/bundles/schema";
import { createFileSchema, NEW_VERSION_FOR } from "@/lib/products/files/schema";

/** `POST /api/bundles`: sells several files together. The other members are those of `POST /api/files`. */
export const createBundleSchema = createFileSchema.omit({ uploadId: true, uploadToken: true }).extend({
  files: bundledFilesSchema,
});
export type CreateBundle = z.infer<typeof createBundleSchema>;

/** `PUT /api/bundles/{fileId}/files`: the files that it contains from now on, in this order. */
export const changeBundleSchema = z.strictObject({
  files: bundledFilesSchema,
  newVersionFor: z.enum(NEW_VERSION_FOR, 'Say who gets the new files: "new-buyers" or "all-buyers".'),
  /** Accepts the terms of this server, as for `POST /api/files`. */
  acceptTerms: z.string().max(64).optional(),
});
export type ChangeBundle = z.infer<typeof changeBundleSchema>;
