import { SECOND } from "../lib/clock";
import { ProgramFailed } from "../lib/previews/read-answer";
import { readerFor } from "../lib/previews/readers";
import type { ByteSource } from "../lib/storage/byte-source";
import { hostileArchives } from "../test/hostile-archives";
import { hostileDocuments } from "../test/hostile-documents";
import { hostileMedia } from "../test/hostile-media";
import { hostilePictures } from "../test/hostile-pictures";
import { hostileTexts } from "../test/hostile-texts";
import { measure } from "../test/measure-program";
import { readContent, sourceOf } from "../test/read-content";
import type { Figure } from "./figures";
import { type Bench, MIB } from "./measurement";

type Hostile = {
  what: string;
  mediaType: string;
  /** What it is called, which tells of some how they are to be read. */
  name?: string;
  make(): Uint8Array | ByteSource | Promise<Uint8Array>;
};

/** What a program took of one file. */
type Took = { what: string; processor: number; memory: number; read: number };

/** Programs at once, as in a shop that is looking at several files. */
const TOGETHER = 2;
/** Of each set, with `--quick`. */
const FEW = 2;

const sets: Record<string, readonly Hostile[]> = {
  pictures: hostilePictures.map(({ what, make }) => ({ what, mediaType: "image/png", make })),
  documents: hostileDocuments.map(({ name, mediaType, make }) => ({ what: name, mediaType, make })),
  archives: hostileArchives,
  texts: hostileTexts.map((text) => ({ mediaType: "text/plain", ...text })),
  media: hostileMedia().map(({ name, mediaType, make }) => ({ what: name, mediaType, make })),
};

/**
 * What the hostile files of the tests take of the programs that read them: for each kind the most processor time, memory and
 * bytes read, against the limits at which the system ends such a program, or refuses to read on.
 */
export async function measureHostile({ quick, say }: Bench): Promise<Figure[]> {
  const worst = new Map<string, { files: number; mediaType: string; took: Took[] }>();
  for (const set of Object.values(sets)) {
    const waiting = (quick ? set.slice(0, FEW) : [...set]).entries();
    const work = async () => {
      for (const [index, file] of waiting) {
        const took = await readOne(file, index);
        const kind = readerOf(file.mediaType).program.replace("read-", "");
        const known = worst.get(kind) ?? { files: 0, mediaType: file.mediaType, took: [] };
        worst.set(kind, { ...known, files: known.files + 1, took: [...known.took, took] });
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, work));
  }
  return [...worst].flatMap(([kind, { files, mediaType, took }]) => {
    say(`  ${kind}: ${files} files`);
    const { limits } = readerOf(mediaType);
    const figure = (name: string, unit: string, of: "processor" | "memory" | "read", scale: number, limit: number) => {
      const most = took.reduce((one, other) => (other[of] > one[of] ? other : one));
      const target = { of: "ours", is: "at most", value: limit / scale } as const;
      return { name: `${kind}: ${name}`, unit, ours: [most[of] / scale], target, note: `by “${most.what}”` };
    };
    return [
      figure("most processor time", "s", "processor", SECOND, limits.time),
      figure("most memory", "MiB", "memory", MIB, limits.memory),
      figure("most bytes read", "MiB", "read", MIB, limits.ranges?.bytes ?? 0),
    ];
  });
}

async function readOne({ what, mediaType, name = "file", make }: Hostile, index: number): Promise<Took> {
  const input = await make();
  const source = input instanceof Uint8Array ? sourceOf(input) : input;
  let read = 0;
  const counted: ByteSource = {
    size: source.size,
    async read(at, length) {
      const bytes = await source.read(at, length);
      read += bytes.length;
      return bytes;
    },
  };
  // Found again among the arguments of all programs.
  const mark = `hostile-${index}-of-${mediaType.replace("/", "-")}-${name}`;
  const { took } = await measure(mark, () =>
    readContent(mediaType, counted, { name: mark }).catch((error: unknown) => {
      if (!(error instanceof ProgramFailed)) throw error;
    }),
  );
  return { what, processor: took.processor * SECOND, memory: took.memory, read };
}

function readerOf(mediaType: string) {
  const reader = readerFor({ mediaType, size: 1 });
  if (!reader) throw new Error(`Nothing reads ${mediaType}.`);
  return reader;
}
