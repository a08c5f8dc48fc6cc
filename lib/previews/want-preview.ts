import "server-only";
import type { Tx } from "@/lib/db/client";
import { dropPictures } from "./picture";
import { READER, readerFor } from "./readers";

/** `wanted`: waiting for its turn. `making`: in progress, or interrupted by a crash. `failed`: not tried again. */
export type TaskState = "wanted" | "making" | "failed";

type Version = { id: string; fileId: string; mediaType: string; size: bigint };

/** Records, together with the version itself, that its content is to be read. The job `make-previews` does it. */
export async function wantPreview(tx: Tx, version: Version, now: Date): Promise<void> {
  const { id: versionId, fileId } = version;
  if (!readerFor(version)) {
    await tx.fileVersion.update({ where: { id: versionId }, data: { reader: READER } });
    return;
  }
  const wanted = { state: "wanted" satisfies TaskState, attempts: 0, reason: null, updatedAt: now };
  await tx.previewTask.upsert({ where: { versionId }, create: { versionId, fileId, ...wanted }, update: wanted });
}

/**
 * The same for a version that is stored already, when it turned out to be of another type, or the seller shows something else:
 * what was made as something else is not shown any more.
 *
 * @param before its type until now
 */
export async function wantPreviewAgain(tx: Tx, version: Version, before: string, now: Date): Promise<void> {
  const { id: versionId, fileId } = version;
  const isReadAlike = readerFor(version)?.program === readerFor({ ...version, mediaType: before })?.program;
  const isTold = (await tx.versionFacts.count({ where: { versionId } })) > 0;
  if (isReadAlike && (isTold || !readerFor(version))) return;
  if (!isReadAlike) await forgetContent(tx, { versionId, fileId });
  await tx.previewTask.deleteMany({ where: { versionId } });
  await wantPreview(tx, version, now);
}

/** What was told and made of a version is gone at once; its seller's own pictures stay. */
async function forgetContent(tx: Tx, subject: { versionId: string; fileId: string }): Promise<void> {
  await dropPictures(tx, subject);
  await tx.versionFacts.deleteMany({ where: { versionId: subject.versionId } });
}
