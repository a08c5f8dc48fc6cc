import { describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { sourceOf } from "@/test/read-content";
import { BLOCK, RangeBroker, readRequest } from "./range-broker";
import { ProgramFailed } from "./read-answer";
import { type ProgramLimits, runProgram } from "./run-program";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

/** Programs that no longer do what we wrote, because a decoder in them was taken over by its input. */

const MB = 1024 * 1024;
const limits: ProgramLimits = { time: 5_000, memory: 256 * MB, output: MB, ranges: { bytes: 8 * MB, reads: 1_000 } };

async function lie(trick: string, source = sourceOf(Buffer.alloc(6 * MB, 7)), most: Partial<ProgramLimits> = {}) {
  return runProgram("../../../test/programs/liar", { trick }, source, { ...limits, ...most });
}
const told = async (trick: string) => JSON.parse((await lie(trick)).excerpt?.text ?? "null") as unknown;
const reasonOf = async (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) => (error instanceof ProgramFailed ? error.reason : `no refusal: ${error}`),
  );

describe("a program that lies", () => {
  it("gets nothing from beyond the end, and no more than it may ask for at once", async () => {
    expect(await told("beyond")).toEqual([0, 3, 0, 0]);
    expect(await told("too-much")).toEqual([-1, -1, 10]);
  });

  it("asks a million times, and is ended soon after it was told that there is no more", async () => {
    const source = sourceOf(Buffer.alloc(BLOCK));
    expect(await reasonOf(lie("million", source))).toBe("killed");
    expect(source.asked).toHaveLength(1);
  });

  it.each([
    ["huge", "killed"],
    ["negative", "killed"],
    ["twice", "killed"],
    ["begins with R", "killed"],
    ["request as an answer", "unreadable"],
    ["a lot of JSON", "unreadable"],
    ["bytes that nobody announced", "unreadable"],
    ["nothing", "unreadable"],
    ["crash", "killed"],
  ])("(%s) has failed, and is not run again", async (trick, reason) => {
    expect(await reasonOf(lie(trick))).toBe(reason);
  });

  it("asks on and on without reading: the server keeps one answer for it, and ends it", async () => {
    let most = 0;
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }, 20);
    const before = process.memoryUsage().arrayBuffers;
    expect(await reasonOf(lie("deaf", undefined, { time: 500 }))).toBe("killed");
    clearInterval(timer);
    expect(most - before).toBeLessThan(64 * MB);
  });

  it("whose file cannot be read half way has not failed: it is run again later", async () => {
    const source = sourceOf(Buffer.alloc(6 * MB));
    const broken = {
      ...source,
      read: async (at: number, length: number) => {
        if (at >= 4 * BLOCK) throw new AppError("file_unavailable");
        return source.read(at, length);
      },
    };
    await expect(lie("beyond", broken)).rejects.toMatchObject({ code: "file_unavailable" });
  });
});

describe("ranges of a stored file", () => {
  const broker = (size: number, bytes: number) => {
    const source = sourceOf(Buffer.from(Array.from({ length: size }, (_, at) => at % 251)));
    return { source, broker: new RangeBroker(source, { bytes, reads: 100 }) };
  };
  const ask = async (one: RangeBroker, at: number, length: number): Promise<Buffer | null> => {
    const parts: Buffer[] = [];
    const { Writable } = await import("node:stream");
    const to = new Writable({
      write(part: Buffer, _encoding, done) {
        parts.push(part);
        done();
      },
    });
    await one.answer({ at, length }, to);
    const all = Buffer.concat(parts);
    return all.readUInt32BE() === 0xffffffff ? null : all.subarray(4);
  };

  it("are put together from blocks, each of which is read once and counted whole", async () => {
    const { source, broker: one } = broker(3 * BLOCK + 10, 10 * BLOCK);
    const across = await ask(one, BLOCK - 5, BLOCK + 10);
    expect(across?.equals(await source.read(BLOCK - 5, BLOCK + 10))).toBe(true);
    expect(one.bytes).toBe(3 * BLOCK);
    expect(await ask(one, BLOCK, 20)).toHaveLength(20);
    expect(one.bytes).toBe(3 * BLOCK);
    expect(await ask(one, 3 * BLOCK, 100)).toHaveLength(10);
    expect(one.bytes).toBe(3 * BLOCK + 10);
  });

  it("are refused as soon as they would cost more than they may", async () => {
    const { source, broker: one } = broker(4 * BLOCK, 2 * BLOCK);
    expect(await ask(one, 0, 2 * BLOCK)).toHaveLength(2 * BLOCK);
    expect(await ask(one, 2 * BLOCK, 1)).toBeNull();
    expect(source.asked.map(([at]) => at / BLOCK)).toEqual([0, 1]);
  });

  it("end where the stored file does, though its row says that it is longer", async () => {
    const { source } = broker(BLOCK + 3, 0);
    const one = new RangeBroker({ size: 9 * BLOCK, read: source.read }, { bytes: 9 * BLOCK, reads: 9 });
    expect(await ask(one, BLOCK, 50)).toHaveLength(3);
  });

  it("are asked for by one line and nothing else", () => {
    expect(readRequest(Buffer.from("R 12 34\n"))).toEqual({ at: 12, length: 34 });
    for (const other of ["R -1 3\n", "R 1 2", "R 1 2\nR 3 4\n", "R 12345678901234567 1\n", 'R{"parts":[]}\n', ""]) {
      expect(readRequest(Buffer.from(other))).toBeNull();
    }
  });
});
