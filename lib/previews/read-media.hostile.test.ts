import { afterAll, describe, expect, it } from "vitest";
import { hostileMedia } from "@/test/hostile-media";
import { measure } from "@/test/measure-program";
import { readContent } from "@/test/read-content";
import { bytesRead } from "@/test/sparse-source";
import { readerFor } from "./readers";

const MB = 1024 * 1024;
/** Seconds of processor time: what a program gives a file, and what starting costs on a busy machine. */
const PROCESSOR = 8;

/** The most of each kind. */
const worst = new Map<string, { processor: number; memory: number; bytes: number }>();

describe.concurrent("sounds and films that want too much", () => {
  it.each(hostileMedia().map((file) => [file.name, file] as const))(
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
