import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { keepPreviews } from "@/lib/previews/keep-previews";
import type { MadePart } from "@/lib/previews/read-answer";
import { readPreview } from "@/lib/previews/read-previews";
import { forgetPerProcess } from "@/lib/process";
import { findFile } from "@/lib/products/files/find-file";
import { readOwnFile } from "@/lib/products/files/own-file";
import { updateFile } from "@/lib/products/files/update-file";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { uploadBytes } from "@/test/uploads";
import { removePoster, setPoster } from "./poster";
import { setWave, setWaveSchema } from "./wave";

vi.setConfig({ testTimeout: 120_000 });

/** What a seller's browser sends: a poster of a film, a wave form of a sound. */

const now = new Date();
let close: () => Promise<void>;
let seller: SessionData;
let fileId: string;
let versionId: string;
let frame: Buffer;
let otherFrame: Buffer;

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
  seller = await makeSeller();
  const plain = (background: string) => sharp({ create: { width: 320, height: 180, channels: 3, background } });
  frame = await plain("#223344").jpeg().toBuffer();
  otherFrame = await plain("#884422").jpeg().toBuffer();
});
beforeEach(() => forgetPerProcess("rate-limits"));
afterAll(() => close());

async function sell(mediaType: string) {
  ({ id: fileId } = await makeFile(seller, { name: "one.bin" }, now));
  ({ id: versionId } = await db().fileVersion.findFirstOrThrow({ where: { fileId } }));
  await db().fileVersion.update({ where: { id: versionId }, data: { mediaType } });
}

const poster = (bytes = frame, number?: number) => setPoster(seller.sellerId, fileId, { number, bytes }, now);
const show = (changes: object) => updateFile(seller.sellerId, fileId, { showing: changes }, now);
const kinds = async () => (await readOwnFile(fileId, now)).previews.map(({ kind }) => kind);
const made = (parts: MadePart[], told = {}) =>
  keepPreviews({ fileId, versionId, showing: null }, { parts, ...told }, now);
const part = (kind: MadePart["kind"]): MadePart => ({
  kind,
  mediaType: "image/webp",
  bytes: Buffer.from(kind),
  width: 9,
  height: 9,
});

describe("a poster from the seller's browser", () => {
  beforeEach(() => sell("video/mp4"));

  it("is re-encoded, replaced by the next one, and removed", async () => {
    await poster();
    const [first] = (await readOwnFile(fileId, now)).previews;
    expect(first).toMatchObject({ kind: "poster", mediaType: "image/webp", width: 320, height: 180 });
    await poster(otherFrame);
    const [second, ...others] = (await readOwnFile(fileId, now)).previews;
    expect([second?.kind, others]).toEqual(["poster", []]);
    expect(second?.url).not.toBe(first?.url);
    await removePoster(seller.sellerId, fileId);
    expect(await kinds()).toEqual([]);
  });

  it("goes before one that a program found, whichever came first, and comes after covers", async () => {
    await poster();
    await made([part("poster"), part("clip")]);
    const file = await findFile(fileId, now);
    expect(file && (await readPreview(file)).picture).toMatchObject({ kind: "poster", sent: true });
    expect(await kinds()).toEqual(["poster"]);
  });

  it("is hidden while the seller shows no picture, and seen again afterwards", async () => {
    await poster();
    await show({ picture: "none" });
    expect(await kinds()).toEqual([]);
    await show({ picture: "reduced" });
    expect(await kinds()).toEqual(["poster"]);
  });

  it("belongs to its version: the next one shows its own", async () => {
    await poster();
    const { id: uploadId, token: uploadToken } = await uploadBytes(Buffer.from("a second film"), "two.bin");
    await updateFile(seller.sellerId, fileId, { uploadId, uploadToken, newVersionFor: "new-buyers" }, now);
    expect(await kinds()).toEqual([]);
    // Taken from the film that was published first, and sent after it was replaced.
    await poster(otherFrame, 1);
    expect(await kinds()).toEqual([]);
  });

  it.each<[string, Buffer | (() => Buffer)]>([
    ["a drawing", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["words", Buffer.from("this is no picture")],
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["half a picture", () => frame.subarray(0, 200)],
  ])("that is %s is refused", async (_, bytes) => {
    await expect(poster(typeof bytes === "function" ? bytes() : bytes)).rejects.toMatchObject({
      code: "picture_unreadable",
      status: 400,
    });
    expect(await kinds()).toEqual([]);
  });

  it("of one pixel by 20,000 is refused or small", async () => {
    const line = await sharp({ create: { width: 1, height: 20_000, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    await poster(line).catch((error) => expect(error).toMatchObject({ code: "picture_unreadable" }));
    const [shown] = (await readOwnFile(fileId, now)).previews;
    expect(shown?.height ?? 0).toBeLessThanOrEqual(800);
  });

  it("is refused for a file that is no film, of a version that is not there, by others, and after a removal", async () => {
    await expect(poster(frame, 2)).rejects.toMatchObject({ code: "version_not_found" });
    const other = await makeSeller();
    const theirs = setPoster(other.sellerId, fileId, { number: undefined, bytes: frame }, now);
    await expect(theirs).rejects.toMatchObject({ code: "file_not_found" });
    await db().fileVersion.update({ where: { id: versionId }, data: { bytesGoneAt: now } });
    await expect(poster()).rejects.toMatchObject({ code: "bytes_gone" });
    await sell("application/pdf");
    await expect(poster()).rejects.toMatchObject({ code: "invalid_input" });
    await db().file.update({ where: { id: fileId }, data: { removedAt: now } });
    await expect(poster()).rejects.toMatchObject({ code: "file_removed" });
  });
});

describe("a wave form from the seller's browser", () => {
  beforeEach(() => sell("audio/wav"));
  const wave = (numbers: number[], version?: number) =>
    setWave(seller.sellerId, fileId, { wave: numbers, version }, now);
  const facts = () => db().versionFacts.findUnique({ where: { versionId } });
  const told = { kind: "sound" as const, trouble: null, seconds: 2, bitRate: null, sampleRate: null, channels: 1 };
  const sound = { ...told, bitDepth: null, codec: null, title: null, artist: null, album: null };
  const sample: MadePart = { ...part("sound"), mediaType: "audio/wav", width: 0, height: 0, seconds: 2 };

  it("is shown with the sample, whether the file was read before or after it came", async () => {
    await wave([1, 2, 3]);
    expect(await readOwnFile(fileId, now)).toMatchObject({ facts: null, sample: null });
    await made([sample], { facts: sound, wave: [9, 9] });
    expect(await readOwnFile(fileId, now)).toMatchObject({ facts: { kind: "sound" }, sample: { wave: [1, 2, 3] } });
    await wave([4, 5]);
    expect(await readOwnFile(fileId, now)).toMatchObject({ facts: { kind: "sound" }, sample: { wave: [4, 5] } });
  });

  it("is the last one when two come at once", async () => {
    await Promise.all([wave([1]), wave([2])]);
    expect((await facts())?.wave).toMatch(/^\[[12]\]$/);
  });

  it.each([[[]], [[101]], [[-1]], [[0.5]], [["loud"]], [Array(241).fill(1)], ["loud"]])(
    "that is %j is refused",
    (numbers) => {
      expect(setWaveSchema.safeParse({ wave: numbers }).success).toBe(false);
    },
  );

  it("is refused for what is no sound, of a version that is not there, by others, and after a removal", async () => {
    await expect(wave([1], 2)).rejects.toMatchObject({ code: "version_not_found" });
    const other = await makeSeller();
    await expect(setWave(other.sellerId, fileId, { wave: [1] }, now)).rejects.toMatchObject({ code: "file_not_found" });
    await db().file.update({ where: { id: fileId }, data: { withheldAt: now } });
    await expect(wave([1])).rejects.toMatchObject({ code: "file_withheld" });
    await db().file.update({ where: { id: fileId }, data: { withheldAt: null, removedAt: now } });
    await expect(wave([1])).rejects.toMatchObject({ code: "file_removed" });
    await sell("text/plain");
    await expect(wave([1])).rejects.toMatchObject({ code: "invalid_input" });
    expect(await facts()).toBeNull();
  });
});
