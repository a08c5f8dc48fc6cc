import "server-only";
import type { VersionFacts } from "@/generated/sqlite/client/client";
import { db } from "@/lib/db/client";
import { settings } from "@/lib/settings/settings";
import { type Cover, type SampleFile, sampleFilePath } from "./chosen/schema";
import type { Excerpt, FileFacts, Wave } from "./facts/schema";
import type { PictureRow, PictureState } from "./picture";
import { type Dimensions, type Preview, type PreviewKind, previewPath, type Sample } from "./schema";
import type { Showing } from "./showing/schema";
import { toShowing } from "./showing/showing";

/** What anybody may know and see of a file's content. */
export type Shown = {
  /** The first of `previews`. */
  preview: Preview | null;
  /** The seller's covers, then what was made of the current version. */
  previews: Preview[];
  sample: Sample | null;
  /** A file of the seller's own. */
  sampleFile: SampleFile | null;
  facts: FileFacts | null;
  excerpt: Excerpt;
  /** Pixels of the file itself, if it is a picture that could be decoded. */
  dimensions: Dimensions | null;
  /** The stored picture behind `preview`. */
  picture: PictureRow | null;
  /** Those of `previews` that the seller chose. */
  covers: Cover[];
  /** What its seller chose to show. */
  showing: Showing;
};

type ShowingFile = { id: string; removedAt: Date | null; showing: string | null; version: { id: string } };

export const nothingShown: Shown = {
  preview: null,
  previews: [],
  sample: null,
  sampleFile: null,
  covers: [],
  facts: null,
  excerpt: {},
  dimensions: null,
  picture: null,
  showing: toShowing(null),
};

/**
 * What files show: what the seller chose, then what was made of the current version. A removed file shows nothing.
 *
 * @returns a function that looks up one of these files
 */
export async function readPreviews(files: readonly ShowingFile[]): Promise<(file: ShowingFile) => Shown> {
  const [rows, told] = await Promise.all([
    db().picture.findMany({
      where: { fileId: { in: files.map(({ id }) => id) }, state: "shown" satisfies PictureState },
      orderBy: [{ position: "asc" }, { createdAt: "desc" }],
    }),
    db().versionFacts.findMany({ where: { versionId: { in: files.map(({ version }) => version.id) } } }),
  ]);
  const ofFile = new Map<string, PictureRow[]>();
  for (const row of rows) ofFile.set(row.fileId, [...(ofFile.get(row.fileId) ?? []), row]);
  const ofVersion = new Map(told.map((row) => [row.versionId, row]));
  return (file) => {
    if (file.removedAt !== null) return nothingShown;
    return toShown(file, ofFile.get(file.id) ?? [], ofVersion.get(file.version.id));
  };
}

/** The same for one file. */
export async function readPreview(file: ShowingFile): Promise<Shown> {
  return (await readPreviews([file]))(file);
}

const plays = (kind: string): kind is Sample["kind"] => kind === "sound" || kind === "clip";

function toShown(file: ShowingFile, rows: readonly PictureRow[], told: VersionFacts | undefined): Shown {
  const own = rows.filter(({ versionId }) => versionId === null || versionId === file.version.id);
  const showing = toShowing(file.showing);
  const covers = own.filter(({ kind }) => kind === "cover");
  const pictures = [...covers, ...madeOf(own, showing)];
  const [picture = null] = pictures;
  const previews = pictures.map(toPreview);
  const facts = told ? (JSON.parse(told.facts) as FileFacts) : null;
  const wave = told?.wave ? (JSON.parse(told.wave) as Wave) : [];
  const ownSample = own.find(({ kind }) => kind === "sample");
  const played = own.find(({ kind }) => plays(kind));
  return {
    picture,
    previews,
    preview: previews[0] ?? null,
    sample: played ? toSample(played, wave) : null,
    facts,
    excerpt: told ? (JSON.parse(told.excerpt) as Excerpt) : {},
    dimensions: facts?.kind === "picture" ? { width: facts.width, height: facts.height } : dimensionsOf(pictures),
    sampleFile: ownSample ? toSampleFile(ownSample) : null,
    covers: covers.map((row) => ({ ...toPreview(row), hash: row.sha256 })),
    showing,
  };
}

const ofPictures: readonly string[] = ["watermarked", "reduced", "cropped", "blurred"] satisfies PreviewKind[];

/** As an earlier release told them, until the file is read again. */
function dimensionsOf(stills: readonly PictureRow[]): Dimensions | null {
  const made = stills.find(({ kind, versionId }) => versionId !== null && ofPictures.includes(kind));
  return made ? { width: made.ofWidth, height: made.ofHeight } : null;
}

/** Pictures of the content. The poster that the seller's browser took goes before one in the file, and is hidden with it. */
function madeOf(own: readonly PictureRow[], showing: Showing): PictureRow[] {
  const made = own.filter(({ kind }) => !plays(kind) && kind !== "sample" && kind !== "cover");
  const sent = showing.picture === "none" ? [] : made.filter((row) => row.sent);
  return [...sent, ...made.filter((row) => !row.sent && !(row.kind === "poster" && sent.length > 0))];
}

const urlOf = ({ fileId, sha256 }: PictureRow) => settings().appUrl + previewPath(fileId, sha256);

function toPreview(row: PictureRow): Preview {
  const { kind, mediaType, width, height } = row;
  return { kind: kind as PreviewKind, url: urlOf(row), mediaType, width, height };
}

function toSample(row: PictureRow, wave: Wave): Sample {
  const { kind, mediaType, size, milliseconds } = row;
  return { kind: kind as Sample["kind"], url: urlOf(row), mediaType, size, seconds: (milliseconds ?? 0) / 1_000, wave };
}

function toSampleFile({ fileId, sha256, name, mediaType, size }: PictureRow): SampleFile {
  return { url: settings().appUrl + sampleFilePath(fileId, sha256), name: name ?? "sample", mediaType, size };
}
