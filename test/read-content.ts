import type { ProgramAnswer } from "@/lib/previews/read-answer";
import { readerFor } from "@/lib/previews/readers";
import { type ProgramLimits, runProgram } from "@/lib/previews/run-program";
import { defaultShowing, type Showing } from "@/lib/previews/showing/schema";
import type { ByteSource } from "@/lib/storage/byte-source";

/** Bytes in memory, read as stored ones are; `asked` has the ranges that were read. */
export function sourceOf(bytes: Uint8Array): ByteSource & { asked: [at: number, length: number][] } {
  const asked: [number, number][] = [];
  return {
    size: bytes.length,
    asked,
    async read(at, length) {
      asked.push([at, length]);
      return Buffer.from(bytes.subarray(at, at + length));
    },
  };
}

type Options = { name?: string; showing?: Partial<Showing>; limits?: Partial<ProgramLimits> };

/**
 * Runs the real program for files of this type, in its real process, on these bytes.
 *
 * @throws ProgramFailed when nothing can be told
 */
export function readContent(
  mediaType: string,
  input: Uint8Array | ByteSource,
  { name = "file", showing, limits }: Options = {},
): Promise<ProgramAnswer> {
  const source = input instanceof Uint8Array ? sourceOf(input) : input;
  const reader = readerFor({ mediaType, size: source.size });
  if (!reader) throw new Error(`Nothing reads ${mediaType} of ${source.size} bytes.`);
  const params = { name, mediaType, showing: { ...defaultShowing, ...showing }, mark: "kiosk.example" };
  return runProgram(reader.program, params, source, { ...reader.limits, ...limits });
}
