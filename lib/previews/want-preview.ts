import "server-only";
import type { Tx } from "@/lib/db/client";
import { dropPictures, type PictureState } from "./picture";
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
  if (!isPreviewed(version)) return;
  await tx.previewTask.create({
    data: { versionId: version.id, fileId: version.fileId, state: "wanted" satisfies TaskState, updatedAt: now },
  });
}

/**
 * The same for a version that is stored already, when its type was detected again: a picture that could not be decoded
 * gets another attempt, and what is no picture loses the one that was made.
 */
export async function wantPreviewAgain(
  tx: Tx,
  version: { id: string; fileId: string; mediaType: string; size: bigint },
  now: Date,
): Promise<void> {
  const subject = { fileId: version.fileId, versionId: version.id };
  if (!isPreviewed(version)) {
    await dropPictures(tx, subject);
    return;
  }
  const shown = { ...subject, state: "shown" satisfies PictureState };
  if ((await tx.picture.count({ where: shown })) > 0) return;
  await tx.previewTask.deleteMany({ where: { versionId: version.id, state: "failed" satisfies TaskState } });
  if ((await tx.previewTask.count({ where: { versionId: version.id } })) === 0) await wantPreview(tx, version, now);
}

function isPreviewed({ mediaType, size }: { mediaType: string; size: bigint }): boolean {
  return PICTURE_TYPES.some((type) => type === mediaType) && size <= PREVIEWED_MAX_BYTES;
}
