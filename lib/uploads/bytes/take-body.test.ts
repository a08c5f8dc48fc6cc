import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { ERRORS } from "@tus/server";
import { expect, it } from "vitest";
import { takeBody } from "./take-body";

/** Collects what is taken; each batch takes as long as `pause` says. */
function collector(pause: () => Promise<void> = async () => {}) {
  const taken: Buffer[] = [];
  let most = 0;
  let atOnce = 0;
  return {
    bytes: () => Buffer.concat(taken),
    most: () => most,
    async take(pieces: Buffer[]) {
      atOnce += 1;
      expect(atOnce).toBe(1);
      most = Math.max(most, Buffer.concat(pieces).length);
      await pause();
      taken.push(...pieces);
      atOnce -= 1;
    },
  };
}
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));
const pieces = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));

it.each([1, 1_000, 65_536, 700_000])("takes every byte in order from pieces of %i bytes", async (size) => {
  const bytes = randomBytes(size === 1 ? 2_000 : 3_000_000);
  const { take, ...got } = collector(tick);
  await takeBody(Readable.from(pieces(bytes, size)), { most: bytes.length, take });
  expect(got.bytes().equals(bytes)).toBe(true);
});

it("makes the sender wait while writing is slow", async () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const { take, ...got } = collector(() => opened);
  let asked = 0;
  const body = new Readable({
    highWaterMark: 65_536,
    read() {
      asked += 1;
      this.push(asked > 100 ? null : Buffer.alloc(65_536));
    },
  });
  const taking = takeBody(body, { most: 100 * 65_536, take });
  for (let turn = 0; turn < 50; turn += 1) await tick();
  expect(asked).toBeLessThan(10);
  open();
  await taking;
  expect(got.bytes().length).toBe(100 * 65_536);
});

it("hands on what came before it is told to stop, and leaves the rest unread", async () => {
  const stop = new AbortController();
  const { take, ...got } = collector(tick);
  const body = new Readable({ read() {} });
  body.push(Buffer.from("so far"));
  const taking = takeBody(body, { most: 100, take, stop: stop.signal });
  await tick();
  stop.abort();
  await taking;
  expect(got.bytes().toString()).toBe("so far");
  body.push(Buffer.from("later"));
  await tick();
  expect(got.bytes().toString()).toBe("so far");
});

it("hands on what came before the connection broke, and says that it did", async () => {
  const { take, ...got } = collector(tick);
  const body = new Readable({ read() {} });
  body.push(Buffer.from("so far"));
  const taking = takeBody(body, { most: 100, take });
  await tick();
  body.destroy(new Error("connection reset"));
  await expect(taking).rejects.toBe(ERRORS.ABORTED);
  expect(got.bytes().toString()).toBe("so far");
});

it("says so of a connection that broke before anybody looked", async () => {
  const body = new Readable({ read() {} });
  body.on("error", () => {}).destroy(new Error("connection reset"));
  await tick();
  await expect(takeBody(body, { most: 100, take: collector().take })).rejects.toBe(ERRORS.ABORTED);
});

it("takes nothing of the piece that goes too far", async () => {
  const { take, ...got } = collector(tick);
  const body = Readable.from([Buffer.from("12345"), Buffer.from("678901")]);
  await expect(takeBody(body, { most: 10, take })).rejects.toBe(ERRORS.ERR_SIZE_EXCEEDED);
  expect(got.bytes().toString()).toBe("12345");
});

it("fails as writing fails, and takes nothing afterwards", async () => {
  let times = 0;
  const take = async () => {
    times += 1;
    throw new Error("no room");
  };
  const bytes = randomBytes(1_000_000);
  await expect(takeBody(Readable.from(pieces(bytes, 65_536)), { most: bytes.length, take })).rejects.toThrow("no room");
  await tick();
  expect(times).toBe(1);
});
