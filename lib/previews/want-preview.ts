import "server-only";
import type { Tx } from "@/lib/db/client";
import { PICTURE_TYPES } from "./schema";

/** `wanted`: waiting for its turn. `making`: in progress, or interrupted by a crash. `failed`: not tried again. */
export type TaskState = "wanted" | "making" | "failed";

/** The most bytes of a file that gets a blurred picture. A larger one is sold without. */
const PREVIEWED_MAX_BYTES = 64 * 1024 * 1024;

/** Records, together with the version itself, that a blurred picture is to be made. The job `make-previews` makes it. */
export async function wantPreview(
  tx: Tx,
  version: { id: string; fileId: string; mediaType: string; size: bigint },
  now: Date,
): Promise<void> {
  const isPicture = PICTURE_TYPES.some((type) => type === version.mediaType);
  if (!isPicture || version.size > PREVIEWED_MAX_BYTES) return;
  await tx.previewTask.create({
    data: { versionId: version.id, fileId: version.fileId, state: "wanted" satisfies TaskState, updatedAt: now },
  });
}
