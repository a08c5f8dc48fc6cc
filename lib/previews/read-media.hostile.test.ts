import { afterAll, describe, expect, it } from "vitest";
import { hostileMedia } from "@/test/hostile-media";
import { measure } from "@/test/measure-program";
import { readContent } from "@/test/read-content";
import { bytesRead } from "@/test/sparse-source";
import { readerFor } from "./readers";

const MB = 1024 * 1024;
/** Seconds of processor time: what a program gives a file, and what starting costs on a busy machine. */
const PROCESSOR = 8;

/** Each is like one that stays: run by `npm run test:long`, and measured by `npm run bench -- hostile`. */
const onlyLong = new Set([
  "a Matroska of noise",
  "a Matroska of empty clusters, of 20 GiB",
  "a Matroska of empty elements",
  "an OGG of zeros",
  "an OGG of a million streams",
  "an OGG whose texts never end",
  "a WAV of a million empty chunks",
  "a WAV of samples of 65,535 bits",
  "a WAV of unknown length",
  "an MP3 of tags alone",
  "an MP3 whose tag is a text of 10 MB",
  "an MP3 whose tag has a million frames",
  "noise behind a frame of AAC",
  "a FLAC with 100 blocks of 16 MB",
  "a table of 1,700,000 times",
  "a table of 1,100,000 chunks",
]);
const files = hostileMedia().filter(({ name }) => process.env.TEST_LONG === "1" || !onlyLong.has(name));

/** The most of each kind. */
const worst = new Map<string, { processor: number; memory: number; bytes: number }>();

describe.concurrent("sounds and films that want too much", () => {
  it.each(files.map((file) => [file.name, file] as const))(
    "%s",
    async (name, file) => {
      const source = file.make();
      const mark = `hostile ${name}`;
      const { made, took } = await measure(mark, () => readContent(file.mediaType, source, { name: mark }));
      expect(made.facts).toMatchObject(file.told);
      const limits = readerFor({ mediaType: file.mediaType, size: 1 })?.limits;
      expect(took.processor).toBeLessThan(PROCESSOR);
      expect(took.memory).toBeLessThanOrEqual(limits?.memory ?? 0);
      expect(bytesRead(source)).toBeLessThanOrEqual(file.bytes ?? limits?.ranges?.bytes ?? 0);
      if (file.silent) expect(made.parts).toEqual([]);
      for (const part of made.parts) expect(part.bytes.length).toBeLessThanOrEqual(source.size / 3);
      const kind = file.mediaType.replace(/;.*/, "");
      const { processor = 0, memory = 0, bytes = 0 } = worst.get(kind) ?? {};
      worst.set(kind, {
        processor: Math.max(processor, took.processor),
        memory: Math.max(memory, took.memory),
        bytes: Math.max(bytes, bytesRead(source)),
      });
    },
    300_000,
  );

  afterAll(() => {
    for (const [kind, { processor, memory, bytes }] of worst) {
      const [held, read] = [memory, bytes].map((one) => Math.round(one / MB));
      console.log(
        `${kind}: at most ${processor.toFixed(2)} s of processor time, ${held} MB of memory, ${read} MB read`,
      );
    }
  });
});
