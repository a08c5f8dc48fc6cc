import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { statfs, utimes } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings, settings } from "@/lib/settings/settings";
import { finishingLocks } from "@/lib/uploads/bytes/locks";
import { partPath } from "@/lib/uploads/bytes/upload-file";
import { deferred } from "@/test/deferred";
import { cancel, codeOf, head, inEmptyShop, letRest, rowOf } from "@/test/upload-shop";
import { type Created, callUploads, createUpload, sendPart, signedIn } from "@/test/uploads";

inEmptyShop();

/** A file system that nothing else writes to while a test runs, so that its free space is reliable. */
const quiet = "/dev/shm";
const MB = 1_000_000;
const seller = { sellerId: "seller", address: `0x${"a".repeat(40)}`, chainId: 0 };
let headers: Record<string, string>;
let disk: string;

const free = async () => {
  const { bavail, bsize } = await statfs(disk);
  return bavail * bsize;
};

beforeEach(async () => {
  if (!existsSync(quiet)) return;
  disk = mkdtempSync(join(quiet, "filekiosk-room-"));
  symlinkSync(disk, join(settings().dataDir, "uploads"));
  forgetPerProcess("uploads.room");
  await db().seller.create({
    data: { id: "seller", address: seller.address, payTo: seller.address, createdAt: new Date() },
  });
  await db().earnings.create({ data: { id: "seller", sales: 1, microUsd: 250_000n } });
  headers = await signedIn(seller);
  process.env.MAX_FILE_SIZE = "100MB";
  process.env.MIN_FREE_SPACE = String((await free()) - 40 * MB);
  resetSettings();
  return () => {
    rmSync(disk, { recursive: true });
    process.env.MAX_FILE_SIZE = "10MB";
    process.env.MIN_FREE_SPACE = "1MB";
    resetSettings();
  };
});

/** Bytes of undeclared length. */
function bytes(megabytes: number): ReadableStream {
  let left = megabytes;
  return new ReadableStream({
    pull(controller) {
      if (left === 0) return controller.close();
      left -= 1;
      controller.enqueue(Buffer.alloc(MB, "room"));
    },
  });
}

/** The upload began, and has been idle since, before anything is reserved for it. */
async function rested(upload: Created): Promise<Created> {
  await db().upload.update({ where: { id: upload.id }, data: { createdAt: new Date(Date.now() - 11 * MINUTE) } });
  return upload;
}
const offsetOf = async (upload: Created) => Number((await head(upload)).headers.get("upload-offset"));

describe.runIf(existsSync(quiet))("room for bytes that move", () => {
  it("never ends below what has to stay free, however many arrive at once, and nothing that came is lost", async () => {
    const uploads: Created[] = [];
    for (let count = 0; count < 4; count++) uploads.push(await rested(await createUpload(30 * MB, "a", headers)));
    const answers = await Promise.all(uploads.map((upload) => sendPart(upload, 0, bytes(30))));
    expect(await free()).toBeGreaterThanOrEqual(settings().minFreeSpace);
    const refused = answers.filter(({ status }) => status === 507);
    expect(refused.length).toBeGreaterThanOrEqual(3);
    for (const answer of refused) expect(await codeOf(answer)).toBe("disk_full");

    const [unfinished, ...others] = uploads.filter((_, index) => answers[index]?.status === 507) as [Created];
    for (const other of uploads) if (other !== unfinished) await cancel(other);
    expect(others.length).toBeGreaterThanOrEqual(2);
    const offset = await offsetOf(unfinished);
    expect((await sendPart(unfinished, offset, bytes(30).pipeThrough(skip(offset)))).status).toBe(204);
  });

  it("is reserved again when an idle upload continues: 507 while others have it, and then from where it was", async () => {
    const paused = await createUpload(20 * MB, "a", headers);
    await sendPart(paused, 0, Buffer.alloc(MB));
    const lastByte = new Date(Date.now() - 11 * MINUTE);
    await utimes(partPath(paused.id), lastByte, lastByte);
    await rested(paused);
    forgetPerProcess("uploads.room");

    const other = await createUpload(30 * MB, "b", headers);
    expect((await sendPart(other, 0, Buffer.alloc(25 * MB))).status).toBe(204);
    const refused = await sendPart(paused, MB, bytes(19));
    expect(refused.status).toBe(507);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("to resume from there") });
    expect(await offsetOf(paused)).toBe(MB);

    await cancel(other);
    expect((await sendPart(paused, MB, bytes(19))).status).toBe(204);
  });

  it("is not asked for twice by a small upload, and a last byte needs no more than its own room", async () => {
    const upload = await createUpload(39 * MB, "a", headers);
    expect((await sendPart(upload, 0, bytes(38))).status).toBe(204);
    expect((await sendPart(upload, 38 * MB, Buffer.alloc(MB))).status).toBe(204);
  });
});

describe.runIf(existsSync(quiet))("room that newcomers hold at rest", () => {
  const at = (host: number) => ({ "x-filekiosk-peer": `203.0.113.${host}` });
  /** A stranger's upload that lacks a byte and has been idle for eleven minutes. */
  async function left(megabytes: number, host: number): Promise<Created> {
    const upload = await createUpload(megabytes * MB + 1, "a", at(host));
    expect((await sendPart(upload, 0, bytes(megabytes))).status).toBe(204);
    await letRest([upload], new Date(Date.now() - 11 * MINUTE));
    return upload;
  }

  it("makes way for one who has less, and is counted once however many ask", async () => {
    const [large, small] = [await left(12, 1), await left(6, 2)];
    // The bytes of the large one are not yet deleted when the second comes.
    const gate = deferred();
    const held = finishingLocks().run(large.id, () => gate.promise);
    const first = createUpload(8 * MB, "b", at(3));
    await expect.poll(async () => (await rowOf(large))?.state).toBe("discarded");
    const second = await createUpload(5 * MB, "c", at(4));
    gate.resolve();
    await held;
    expect((await sendPart(await first, 0, bytes(8))).status).toBe(204);
    expect((await sendPart(second, 0, bytes(5))).status).toBe(204);
    expect((await head(large)).status).toBe(404);
    expect(await rowOf(small)).toMatchObject({ state: "receiving" });
  });

  it("is not thrown away where that would not do", async () => {
    process.env.MAX_FILE_SIZE = "2GB";
    resetSettings();
    const uploads = [await left(5, 1), await left(5, 2), await left(5, 3)];
    const refused = await callUploads("POST", { headers: { "Upload-Length": String(2_000 * MB), ...at(4) } });
    expect(await codeOf(refused)).toBe("disk_full");
    for (const upload of uploads) expect(await rowOf(upload)).toMatchObject({ state: "receiving" });
  });

  it("makes way for an idle upload that continues", async () => {
    const paused = await createUpload(15 * MB, "a", at(1));
    await sendPart(paused, 0, Buffer.alloc(MB));
    await letRest([paused], new Date(Date.now() - 11 * MINUTE));
    forgetPerProcess("uploads.room");
    const large = await left(12, 2);
    expect((await sendPart(paused, MB, bytes(14))).status).toBe(204);
    expect((await head(large)).status).toBe(404);
  });
});

/** Leaves the first bytes of a stream out. */
function skip(count: number): TransformStream<Uint8Array, Uint8Array> {
  let left = count;
  return new TransformStream({
    transform(piece, controller) {
      const rest = piece.subarray(Math.min(left, piece.length));
      left -= piece.length - rest.length;
      if (rest.length > 0) controller.enqueue(rest);
    },
  });
}
