import { readdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import { findFile } from "@/lib/products/files/find-file";
import { purgeFiles } from "@/lib/products/files/purge-files";
import { readInfo } from "@/lib/products/files/read-info";
import { removeFile } from "@/lib/products/files/remove-file";
import { updateFile } from "@/lib/products/files/update-file";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { storage } from "@/lib/storage/storage";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { uploadBytes } from "@/test/uploads";
import { removeCover, setCover } from "./cover";
import { keepPreviews } from "./keep-previews";
import { makePreviews } from "./make-previews";
import { sweepPictures } from "./picture";
import type { MadePart } from "./read-answer";
import { readPicture } from "./read-picture";
import { readPreview } from "./read-previews";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

let dir: string;
let close: (() => Promise<void>) | undefined;
let seller: SessionData;
let photo: Buffer;
let otherPhoto: Buffer;
const now = new Date();
const at = (milliseconds: number) => new Date(now.getTime() + milliseconds);

beforeAll(async () => {
  const plain = (background: string) => sharp({ create: { width: 640, height: 480, channels: 3, background } });
  photo = await plain("#aa3311").jpeg().toBuffer();
  otherPhoto = await plain("#1133aa").png().toBuffer();
});
beforeEach(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  await close?.();
  ({ close, dir } = await freshDatabase());
  forgetPerProcess("rate-limits");
  seller = await makeSeller();
});
afterAll(() => close?.());

const sellPhoto = (bytes = photo) => makeFile(seller, { bytes, name: "photo.jpg" }, now);
const preview = async (fileId: string) => (await readInfo(fileId, now)).preview;
const tasks = () => db().previewTask.findMany();

/** Everything stored, which must be known by a row. */
const stored = () =>
  readdirSync(join(dir, "files"), { recursive: true, encoding: "utf8" })
    .map((path) => path.split(/[\\/]/).at(-1) ?? "")
    .filter((name) => /^[0-9a-f]{40}/.test(name));

async function expectNoOrphans(): Promise<void> {
  const versions = await db().fileVersion.findMany({ where: { bytesGoneAt: null } });
  const pictures = await db().picture.findMany();
  const known = [...versions, ...pictures].map(({ storageKey }) => storageKey);
  expect(stored().sort()).toEqual(known.sort());
}

async function shownBytes(fileId: string): Promise<Buffer> {
  const file = await findFile(fileId);
  if (!file) throw new Error("no file");
  const { picture } = await readPreview(file);
  return picture ? readPicture(picture) : Buffer.alloc(0);
}

describe("a picture for sale", () => {
  it("is on sale at once, shows nothing, and a moment later a marked picture that is not its bytes", async () => {
    const file = await sellPhoto();
    expect([file.state, file.preview, file.dimensions]).toEqual(["on-sale", null, null]);
    await makePreviews(now);
    const info = await readInfo(file.id, now);
    expect(info.dimensions).toEqual({ width: 640, height: 480 });
    expect(info.preview).toMatchObject({ kind: "watermarked", mediaType: "image/webp", width: 320, height: 240 });
    expect(info.preview?.url).toMatch(
      new RegExp(`^http://localhost:3000/api/files/${file.id}/preview\\?h=[0-9a-f]{16}$`),
    );
    const bytes = await shownBytes(file.id);
    expect(bytes.length).toBeLessThan(70_000);
    expect(photo.includes(bytes)).toBe(false);
    expect(await tasks()).toEqual([]);
    await expectNoOrphans();
  });

  it("is sold without one where none can be made, and nobody tries again", async () => {
    const file = await sellPhoto(photo.subarray(0, 160));
    await makePreviews(now);
    expect(await tasks()).toMatchObject([{ state: "failed", reason: "unreadable", attempts: 1 }]);
    await makePreviews(at(DAY));
    expect(await tasks()).toMatchObject([{ state: "failed", attempts: 1 }]);
    expect(await readInfo(file.id, now)).toMatchObject({ state: "on-sale", preview: null });
  });

  it("that kills the process each time is abandoned after three times", async () => {
    await sellPhoto();
    for (let round = 0; round < 3; round += 1) {
      // The state after a crash: claimed, and nothing more.
      const { attempts } = await db().previewTask.findFirstOrThrow();
      await db().previewTask.updateMany({ data: { state: "making", attempts: attempts + 1, updatedAt: at(0) } });
      if (round === 0) await makePreviews(at(MINUTE));
      expect(await tasks()).toMatchObject([{ state: "making", attempts: round + 1 }]);
    }
    await makePreviews(at(3 * MINUTE));
    expect(await tasks()).toMatchObject([{ state: "failed", reason: "gave-up", attempts: 3 }]);
  });

  it("that was being looked at in a crash is looked at again", async () => {
    const file = await sellPhoto();
    await db().previewTask.updateMany({ data: { state: "making", attempts: 1, updatedAt: now } });
    await makePreviews(at(3 * MINUTE));
    expect(await preview(file.id)).toMatchObject({ kind: "watermarked" });
  });

  it("whose bytes cannot be read for the moment is looked at later, however often that is", async () => {
    const file = await sellPhoto();
    const { storageKey, id } = await db().fileVersion.findFirstOrThrow({ where: { fileId: file.id } });
    await db().fileVersion.update({ where: { id }, data: { storageKey: "0".repeat(40) } });
    for (const minute of [0, 3, 6, 9]) {
      await expect(makePreviews(at(minute * MINUTE))).rejects.toMatchObject({ code: "file_unavailable" });
    }
    await db().fileVersion.update({ where: { id }, data: { storageKey } });
    await makePreviews(at(12 * MINUTE));
    expect(await preview(file.id)).toMatchObject({ kind: "watermarked" });
  });

  it("is made one picture when two processes want to at once", async () => {
    await sellPhoto();
    await Promise.all([makePreviews(now), makePreviews(now)]);
    expect(await db().picture.count()).toBe(1);
  });
});

it("reads nothing of files of which nothing can be told", async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  await makeFile(seller, { bytes: svg, name: "drawing.svg" }, now);
  expect(await tasks()).toEqual([]);
});

describe("the seller's cover", () => {
  it("is shown instead, and the marked picture again when it is taken away", async () => {
    const file = await sellPhoto();
    await makePreviews(now);
    await setCover(seller.sellerId, file.id, otherPhoto, now);
    expect(await preview(file.id)).toMatchObject({ kind: "cover", width: 640, height: 480 });
    expect((await readInfo(file.id, now)).dimensions).toEqual({ width: 640, height: 480 });
    expect(otherPhoto.includes(await shownBytes(file.id))).toBe(false);
    await removeCover(seller.sellerId, file.id);
    expect(await preview(file.id)).toMatchObject({ kind: "watermarked" });
    await sweepPictures(now);
    await expectNoOrphans();
    expect(await db().picture.count()).toBe(1);
  });

  it("is replaced by the next one, under an address of its own, and the old bytes go", async () => {
    const { id } = await makeFile(seller, {}, now);
    await setCover(seller.sellerId, id, photo, now);
    const first = await preview(id);
    await setCover(seller.sellerId, id, otherPhoto, now);
    expect((await preview(id))?.url).not.toBe(first?.url);
    await sweepPictures(now);
    expect(await db().picture.count()).toBe(1);
    await expectNoOrphans();
  });

  it("that cannot be opened is refused in words, and the one that was there stays", async () => {
    const { id } = await makeFile(seller, {}, now);
    await setCover(seller.sellerId, id, photo, now);
    const broken = setCover(seller.sellerId, id, Buffer.from("<svg/>"), now);
    await expect(broken).rejects.toMatchObject({ code: "picture_unreadable", detail: expect.stringContaining("JPEG") });
    expect(await preview(id)).toMatchObject({ kind: "cover" });
  });

  it("is set only by the seller, and not on a removed file", async () => {
    const { id } = await makeFile(seller, {}, now);
    const other = await makeSeller();
    await expect(setCover(other.sellerId, id, photo, now)).rejects.toMatchObject({ code: "file_not_found" });
    await expect(removeCover(other.sellerId, id)).rejects.toMatchObject({ code: "file_not_found" });
    await removeFile(seller.sellerId, id, now);
    await expect(setCover(seller.sellerId, id, photo, now)).rejects.toMatchObject({ code: "file_removed" });
  });
});

describe("a picture goes", () => {
  it("with the file that is removed, its bytes too", async () => {
    const file = await sellPhoto();
    await makePreviews(now);
    await setCover(seller.sellerId, file.id, otherPhoto, now);
    await removeFile(seller.sellerId, file.id, now);
    expect(await db().picture.count({ where: { state: "shown" } })).toBe(0);
    await sweepPictures(now);
    expect(await db().picture.count()).toBe(0);
    await expectNoOrphans();
  });

  it("with the version that it was made from; the next version shows its own", async () => {
    const file = await sellPhoto();
    await makePreviews(now);
    const first = await preview(file.id);
    const { id: uploadId, token: uploadToken } = await uploadBytes(otherPhoto, "other.png");
    await updateFile(seller.sellerId, file.id, { uploadId, uploadToken, newVersionFor: "new-buyers" }, now);
    expect(await preview(file.id)).toBeNull();
    await makePreviews(now);
    expect((await preview(file.id))?.url).not.toBe(first?.url);
    await purgeFiles(at(DAY));
    await sweepPictures(at(DAY));
    expect(await db().picture.count()).toBe(1);
    await expectNoOrphans();
  });

  it("with bytes that are kept no longer, and is not made when they went first", async () => {
    const file = await sellPhoto();
    const { id: versionId } = await db().fileVersion.findFirstOrThrow({ where: { fileId: file.id } });
    await setCover(seller.sellerId, file.id, otherPhoto, now);
    await purgeFiles(at(100 * DAY));
    expect(await tasks()).toEqual([]);
    const parts: MadePart[] = [{ kind: "blurred", mediaType: "image/webp", bytes: photo, width: 1, height: 1 }];
    await keepPreviews({ fileId: file.id, versionId, showing: null }, { parts }, now);
    expect(await preview(file.id)).toBeNull();
    await sweepPictures(at(100 * DAY));
    expect(await db().picture.count()).toBe(0);
  });
});

it("a crash while a picture is stored leaves bytes that are found and deleted", async () => {
  const { id: fileId } = await makeFile(seller, {}, now);
  await setCover(seller.sellerId, fileId, photo, now);
  await db().picture.updateMany({ data: { state: "writing" } });
  await sweepPictures(at(MINUTE));
  expect(await db().picture.count()).toBe(1);
  await sweepPictures(at(11 * MINUTE));
  expect(await db().picture.count()).toBe(0);
  await expectNoOrphans();
  expect(await storage().size((await findFile(fileId))?.version.storageKey ?? "")).toBeGreaterThan(0);
});
