import "server-only";
import { z } from "zod";
import { COVERS_MAX } from "./schema";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "A cover is named by the 64 hex digits of its hash.");

/** `PUT /api/files/{fileId}/covers`: the order in which they are shown. Covers that are not named come after those, as they were. */
export const orderCoversSchema = z.strictObject({ covers: z.array(hash).max(COVERS_MAX) });

/** `PUT /api/files/{fileId}/sample`: a finished upload, which becomes the sample. */
export const setSampleFileSchema = z.strictObject({
  uploadId: z.string().min(1).max(100),
  uploadToken: z.string().min(1).max(200),
});
export type SetSampleFile = z.infer<typeof setSampleFileSchema>;

/** Of which version of a file something was made; the current one when it is not said. */
export const versionNumber = z.int().min(1).max(1_000_000).optional();
