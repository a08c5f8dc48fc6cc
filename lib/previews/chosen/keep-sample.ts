import "server-only";
import type { Tx } from "@/lib/db/client";
import { dropPictures, type PictureState } from "@/lib/previews/picture";
import type { PreviewKind } from "@/lib/previews/schema";

const SAMPLE = "sample" satisfies PreviewKind;

/** Stored bytes that become a sample, and what is known about them. */
type SampleBytes = { storageKey: string; sha256: string; name: string; mediaType: string; size: bigint };

/** Stops showing the sample that a file has; `sweepPictures` deletes its bytes. */
export async function dropSample(tx: Tx, fileId: string): Promise<void> {
  await dropPictures(tx, { fileId, kind: SAMPLE });
}

/** Anybody may download these bytes from now on. In the transaction that takes them from their upload. */
export async function keepSample(tx: Tx, fileId: string, bytes: SampleBytes, now: Date): Promise<void> {
  const { storageKey, sha256, name, mediaType, size } = bytes;
  const state: PictureState = "shown";
  const pixels = { width: 0, height: 0, ofWidth: 0, ofHeight: 0 };
  const row = { fileId, storageKey, sha256, name, mediaType, size: Number(size), ...pixels };
  await tx.picture.create({ data: { ...row, versionId: null, kind: SAMPLE, state, createdAt: now } });
}

/** Whether these stored bytes are the file's sample. */
export async function isSample(tx: Tx, fileId: string, storageKey: string): Promise<boolean> {
  const state: PictureState = "shown";
  return (await tx.picture.count({ where: { fileId, storageKey, kind: SAMPLE, state } })) > 0;
}

/** The sample of a file, with its stored bytes; null if there is none. */
export async function findSample(tx: Tx, fileId: string) {
  const state: PictureState = "shown";
  return tx.picture.findFirst({ where: { fileId, kind: SAMPLE, state }, orderBy: { createdAt: "desc" } });
}
