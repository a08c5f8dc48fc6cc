import "server-only";
import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Picture as PictureRow } from "@/generated/sqlite/client/client";
import { MINUTE } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { log } from "@/lib/log";
import { settings } from "@/lib/settings/settings";
import { newStorageKey } from "@/lib/storage/keys";
import { storage } from "@/lib/storage/storage";
import type { MadePart } from "./read-answer";
import type { PreviewKind } from "./schema";

/**
 * `writing`: its bytes may or may not be stored yet; `shown`: anybody may see it; `going`: being deleted; the row is
 * deleted last so that no bytes are ever left without one.
 */
export type PictureState = "writing" | "shown" | "going";
export type { PictureRow };

/** What a row shows: something of a file, or its seller. */
type StoredKind = PreviewKind | "seller";

/** Whose picture: of a file, or of one version of it. Of kind `seller`, `fileId` is the seller's. */
export type Subject = { fileId: string; versionId: string | null };

/** Longer than storing a few kilobytes takes. */
const ABANDON_AFTER = 10 * MINUTE;
const BATCH = 200;

/**
 * Stores a picture and shows it in place of the one that its file had. A crash at any point leaves one of the two shown, and a row
 * by which `sweepPictures` finds the other's bytes.
 *
 * @returns its row, or null when there is nothing to show any more: the file was removed
 */
export async function keepPicture(fileId: string, made: MadePart, now: Date): Promise<PictureRow | null> {
  const subject = { fileId, versionId: null };
  const row = await storePart(subject, made, now);
  return db().$transaction(async (tx) => {
    if (!(await isWanted(tx, subject))) {
      await letGo(tx, [row]);
      return null;
    }
    await dropPictures(tx, { ...subject, kind: made.kind });
    await show(tx, [row]);
    return { ...row, state: "shown" };
  });
}

/** Stores bytes that are not shown yet, with their row. */
export async function storePart(
  subject: Subject,
  made: Omit<MadePart, "kind"> & { kind: StoredKind },
  now: Date,
  { position = 0, sent = false } = {},
): Promise<PictureRow> {
  const { kind, mediaType, bytes, width, height, of, seconds } = made;
  const storageKey = newStorageKey();
  const row = await db().picture.create({
    data: {
      ...subject,
      storageKey,
      kind,
      position,
      sent,
      state: "writing" satisfies PictureState,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      mediaType,
      size: bytes.length,
      width,
      height,
      ofWidth: of?.width ?? width,
      ofHeight: of?.height ?? height,
      milliseconds: seconds === undefined ? null : Math.round(seconds * 1_000),
      createdAt: now,
    },
  });
  await store(storageKey, bytes);
  return row;
}

/** Anybody may see them from now on. */
export async function show(tx: Tx, rows: readonly PictureRow[]): Promise<void> {
  await setState(tx, rows, "shown");
}

/** They are not shown, or no longer; `sweepPictures` deletes their bytes. */
export async function letGo(tx: Tx, rows: readonly PictureRow[]): Promise<void> {
  await setState(tx, rows, "going");
}

async function setState(tx: Tx, rows: readonly PictureRow[], state: PictureState): Promise<void> {
  const storageKey = { in: rows.map((row) => row.storageKey) };
  await tx.picture.updateMany({ where: { storageKey }, data: { state } });
}

async function store(storageKey: string, bytes: Buffer): Promise<void> {
  const folder = join(settings().dataDir, "previews");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, storageKey);
  try {
    await writeFile(path, bytes, { mode: 0o600 });
    await storage().promote(path, storageKey);
  } finally {
    await rm(path, { force: true });
  }
}

/** Written, though nothing changes, so that a concurrent removal is serialised on any database. */
export async function isWanted(tx: Tx, { fileId, versionId }: Subject): Promise<boolean> {
  const file = await tx.file.updateMany({ where: { id: fileId, removedAt: null }, data: { removedAt: null } });
  if (file.count === 0 || versionId === null) return file.count === 1;
  const stored = { id: versionId, bytesGoneAt: null };
  return (await tx.fileVersion.updateMany({ where: stored, data: { bytesGoneAt: null } })).count === 1;
}

type Which = { fileId: string; versionId?: string | null; kind?: StoredKind; sent?: boolean };

/** Stops showing pictures, of this kind or of all kinds, of a program or sent by a browser; `sweepPictures` deletes their bytes. */
export async function dropPictures(tx: Tx, which: Which): Promise<void> {
  const where = { ...which, state: "shown" satisfies PictureState };
  await tx.picture.updateMany({ where, data: { state: "going" satisfies PictureState } });
}

/** This file's pictures are no longer shown, and none will be made. */
export async function dropAllPictures(tx: Tx, fileId: string): Promise<void> {
  const where = { fileId, state: "shown" satisfies PictureState };
  await tx.picture.updateMany({ where, data: { state: "going" satisfies PictureState } });
  await tx.previewTask.deleteMany({ where: { fileId } });
  await tx.versionFacts.deleteMany({ where: { fileId } });
}

/** The bytes of a version were deleted: its picture is deleted too, and the cover of a file that has no other version. */
export async function dropPicturesOf(tx: Tx, version: { id: string; replacedAt: Date | null }, fileId: string) {
  if (version.replacedAt === null) return dropAllPictures(tx, fileId);
  await dropPictures(tx, { fileId, versionId: version.id });
  await tx.previewTask.deleteMany({ where: { versionId: version.id } });
  await tx.versionFacts.deleteMany({ where: { versionId: version.id } });
}

/** Deletes the bytes of pictures that are no longer shown, and of those that a crash left half stored. */
export async function sweepPictures(now: Date): Promise<void> {
  const abandoned = { lt: new Date(now.getTime() - ABANDON_AFTER) };
  const rows = await db().picture.findMany({
    where: {
      OR: [
        { state: "going" satisfies PictureState },
        { state: "writing" satisfies PictureState, createdAt: abandoned },
      ],
    },
    take: BATCH,
  });
  for (const { storageKey } of rows) {
    try {
      await storage().remove(storageKey);
      await db().picture.deleteMany({ where: { storageKey, state: { not: "shown" satisfies PictureState } } });
    } catch (err) {
      log.error({ err, storageKey }, "A picture could not be deleted; the next run tries again.");
    }
  }
}
