import "server-only";
import { db } from "@/lib/db/client";
import type { PictureRow, PictureState } from "./picture";
import { readPreview } from "./read-previews";
import { previewPath } from "./schema";

type ShownPart = {
  row: PictureRow;
  /** The hash names this very part. */
  named: boolean;
};

type ShowingFile = Parameters<typeof readPreview>[0];

/**
 * A part of a file that anybody may see or play: what `readPreview` lists, and nothing else, whatever rows there are. A hash that names
 * none of it leads to the picture that the file shows first: an old page shows the new picture.
 *
 * @param hash the first 16 hex digits of its SHA-256
 * @returns null when nothing is shown
 */
export async function findShown(file: ShowingFile, hash: string): Promise<ShownPart | null> {
  const { previews, sample, picture } = await readPreview(file);
  const path = previewPath(file.id, hash);
  const named = [...previews, ...(sample ? [sample] : [])].find(({ url }) => url.endsWith(path));
  if (!named || hash === "") return picture && { row: picture, named: false };
  const row = await db().picture.findFirst({
    where: {
      fileId: file.id,
      kind: named.kind,
      sha256: { startsWith: hash },
      state: "shown" satisfies PictureState,
      OR: [{ versionId: null }, { versionId: file.version.id }],
    },
  });
  return row && { row, named: true };
}
