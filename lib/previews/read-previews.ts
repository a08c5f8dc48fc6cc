import "server-only";
import { db } from "@/lib/db/client";
import { settings } from "@/lib/settings/settings";
import type { PictureRow, PictureState } from "./picture";
import { type Dimensions, type Preview, type PreviewKind, previewPath } from "./schema";

/** The preview of a file. */
export type Shown = {
  preview: Preview | null;
  /** Pixels of the file itself, if it is a picture that could be decoded. */
  dimensions: Dimensions | null;
  /** The stored picture behind `preview`. */
  picture: PictureRow | null;
};

export const nothingShown: Shown = { preview: null, dimensions: null, picture: null };

type Showing = { id: string; removedAt: Date | null; version: { id: string } };

/**
 * The previews of files: the seller's cover, else the blurred picture of the current version. A removed file has none.
 *
 * @returns a function that looks up one of these files
 */
export async function readPreviews(files: readonly Showing[]): Promise<(file: Showing) => Shown> {
  const rows = await db().picture.findMany({
    where: { fileId: { in: files.map(({ id }) => id) }, state: "shown" satisfies PictureState },
    orderBy: { createdAt: "desc" },
  });
  return (file) => (file.removedAt === null ? choose(file, rows) : nothingShown);
}

/** The same for one file. */
export async function readPreview(file: Showing): Promise<Shown> {
  return (await readPreviews([file]))(file);
}

function choose({ id, version }: Showing, rows: readonly PictureRow[]): Shown {
  const own = rows.filter(({ fileId }) => fileId === id);
  const cover = own.find(({ versionId }) => versionId === null);
  const blurred = own.find(({ versionId }) => versionId === version.id);
  const picture = cover ?? blurred ?? null;
  return {
    picture,
    preview: picture && toPreview(picture, cover ? "cover" : "blurred"),
    dimensions: blurred ? { width: blurred.ofWidth, height: blurred.ofHeight } : null,
  };
}

function toPreview({ fileId, sha256, mediaType, width, height }: PictureRow, kind: PreviewKind): Preview {
  return { kind, url: settings().appUrl + previewPath(fileId, sha256), mediaType, width, height };
}
