import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { removeCover, setCover } from "@/lib/previews/cover";
import { sweepPictures } from "@/lib/previews/picture";
import { forgetPerProcess } from "@/lib/process";
import { readOwnFile } from "@/lib/products/files/own-file";
import { removeFile } from "@/lib/products/files/remove-file";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { addCover, orderCovers, removeOneCover } from "./covers";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

const now = new Date();
let close: () => Promise<void>;
let seller: SessionData;
let fileId: string;
let pictures: Buffer[];

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
  seller = await makeSeller();
  const plain = (red: number) =>
    sharp({ create: { width: 60, height: 40, channels: 3, background: { r: red, g: 90, b: 90 } } })
      .png()
      .toBuffer();
  pictures = await Promise.all([0, 30, 60, 90, 120, 150, 180, 210].map(plain));
});
beforeEach(async () => {
  forgetPerProcess("rate-limits");
  ({ id: fileId } = await makeFile(seller, {}, now));
});
afterAll(() => close());

const add = (which: number) => addCover(seller.sellerId, fileId, pictures[which] ?? Buffer.alloc(0), now);
const order = (hashes: (string | undefined)[]) => orderCovers(seller.sellerId, fileId, hashes.map(String));
const hashes = async () => (await readOwnFile(fileId, now)).covers.map(({ hash }) => hash);

describe("the covers of a file", () => {
  it("are shown in the order in which they were added, and in another one if the seller says so", async () => {
    for (const which of [0, 1, 2]) await add(which);
    const [first, second, third] = await hashes();
    const file = await readOwnFile(fileId, now);
    expect(file.previews.map(({ kind }) => kind)).toEqual(["cover", "cover", "cover"]);
    expect(file.preview?.url).toBe(file.covers[0]?.url);
    await order([third, first, second]);
    expect(await hashes()).toEqual([third, first, second]);
    await order([second]);
    expect(await hashes()).toEqual([second, third, first]);
    await removeOneCover(seller.sellerId, fileId, String(third));
    expect(await hashes()).toEqual([second, first]);
    await add(3);
    expect(await hashes()).toEqual([second, first, expect.anything()]);
  });

  it("are six at most, also when two requests at once add the last one; the seventh leaves nothing behind", async () => {
    for (const which of [0, 1, 2, 3, 4]) await add(which);
    const answers = await Promise.allSettled([add(5), add(6)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(add(7)).rejects.toMatchObject({ code: "covers_full", status: 409 });
    expect(await hashes()).toHaveLength(6);
    await sweepPictures(now);
    expect(await db().picture.count({ where: { fileId } })).toBe(6);
  });

  it("are not doubled by a request that is sent again", async () => {
    await add(0);
    await Promise.all([add(0), add(0)]);
    expect(await hashes()).toHaveLength(1);
    const [hash] = await hashes();
    await Promise.all([hash, hash].map((one) => removeOneCover(seller.sellerId, fileId, String(one))));
    expect(await hashes()).toEqual([]);
  });

  it("are not ordered by hashes that are not theirs", async () => {
    await add(0);
    const [own] = await hashes();
    await expect(order([own, "ab".repeat(32)])).rejects.toMatchObject({ code: "no_preview" });
  });

  it("are all replaced by the one cover, and all removed with it", async () => {
    for (const which of [0, 1]) await add(which);
    await setCover(seller.sellerId, fileId, pictures[2] ?? Buffer.alloc(0), now);
    expect(await hashes()).toHaveLength(1);
    await add(3);
    await removeCover(seller.sellerId, fileId);
    expect(await hashes()).toEqual([]);
  });

  it("that cannot be opened is refused in words; one whose process died while it was stored is swept", async () => {
    const broken = addCover(seller.sellerId, fileId, Buffer.from("<svg/>"), now);
    await expect(broken).rejects.toMatchObject({ code: "picture_unreadable" });
    await add(0);
    await db().picture.updateMany({ where: { fileId }, data: { state: "writing" } });
    expect(await hashes()).toEqual([]);
    await sweepPictures(new Date(now.getTime() + 11 * MINUTE));
    expect(await db().picture.count({ where: { fileId } })).toBe(0);
  });

  it("are only their seller's, none are added to a removed file, and none to one that the operator closed", async () => {
    await add(0);
    const [hash] = await hashes();
    const other = await makeSeller();
    const picture = pictures[1] ?? Buffer.alloc(0);
    for (const act of [
      addCover(other.sellerId, fileId, picture, now),
      orderCovers(other.sellerId, fileId, []),
      removeOneCover(other.sellerId, fileId, String(hash)),
    ]) {
      await expect(act).rejects.toMatchObject({ code: "file_not_found" });
    }
    await db().file.update({ where: { id: fileId }, data: { withheldAt: now } });
    await expect(add(1)).rejects.toMatchObject({ code: "file_withheld", status: 451 });
    expect(await hashes()).toEqual([]);
    await db().file.update({ where: { id: fileId }, data: { withheldAt: null } });
    await removeFile(seller.sellerId, fileId, now);
    await expect(add(1)).rejects.toMatchObject({ code: "file_removed" });
    await expect(order([])).rejects.toMatchObject({ code: "file_removed" });
    expect(await db().picture.count({ where: { fileId, state: "shown" } })).toBe(0);
  });
});
