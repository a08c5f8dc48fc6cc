import "server-only";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { AppError, wrongField } from "@/lib/errors";
import { isWanted } from "@/lib/previews/picture";
import { waveSchema } from "@/lib/previews/read-answer";
import { requireOwnVersion } from "@/lib/previews/require-own";
import { versionNumber } from "./requests";

/** `PUT /api/files/{fileId}/wave` */
export const setWaveSchema = z.strictObject({
  /** How loud it is, from 0 to 100, from the beginning to the end: at most `WAVE_MAX` numbers. */
  wave: waveSchema.min(1),
  version: versionNumber,
});
type SetWave = z.infer<typeof setWaveSchema>;

/** `FileFacts` of a version whose content has not been read yet. */
const UNKNOWN = "null";

/**
 * Sets the wave form of a sound, which the seller's browser drew. It belongs to that version, and a program's does not replace it.
 *
 * @throws AppError `invalid_input` for a file that is no sound; those of `requireOwnVersion`
 */
export async function setWave(sellerId: string, fileId: string, { wave, version }: SetWave, now: Date): Promise<void> {
  const { id: versionId, mediaType } = await requireOwnVersion(sellerId, fileId, version);
  if (!mediaType.startsWith("audio/")) {
    throw wrongField("invalid_input", "version", "Only a sound has a wave form.", "invalid");
  }
  const data = { wave: JSON.stringify(wave), waveSent: true };
  await db().$transaction(async (tx) => {
    if (!(await isWanted(tx, { fileId, versionId }))) throw new AppError("bytes_gone");
    const create = { versionId, fileId, facts: UNKNOWN, ...data, createdAt: now };
    await tx.versionFacts.upsert({ where: { versionId }, create, update: data });
  });
}
