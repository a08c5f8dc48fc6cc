import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { forgetPerProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { storage } from "@/lib/storage/storage";
import { listParts, makePartsFolder, partPath, readPart } from "@/lib/uploads/bytes/upload-file";
import { freshDatabase } from "@/test/database";
import { createUpload, sendPart, uploadBytes } from "@/test/uploads";
import { sweepUploads } from "./sweep-uploads";

let close: (() => Promise<void>) | undefined;
beforeEach(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  await close?.();
  ({ close } = await freshDatabase());
  forgetPerProcess("rate-limits");
});
afterAll(() => close?.());

const later = (milliseconds: number) => new Date(Date.now() + milliseconds);
const stateOf = async (id: string) => (await db().upload.findUnique({ where: { id } }))?.state ?? null;
const keyOf = async (id: string) => (await db().upload.findUniqueOrThrow({ where: { id } })).storageKey;

describe("sweeping uploads", () => {
  it("deletes a half one a day after its last byte, and not before", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    await sweepUploads(later(DAY - HOUR));
    expect(await stateOf(upload.id)).toBe("receiving");
    await sweepUploads(later(DAY + HOUR));
    expect(await stateOf(upload.id)).toBeNull();
    expect(await listParts()).toEqual([]);
  });

  it("deletes one that never got a byte after half an hour", async () => {
    const upload = await createUpload(10);
    await sweepUploads(later(29 * MINUTE));
    expect(await stateOf(upload.id)).toBe("receiving");
    await sweepUploads(later(31 * MINUTE));
    expect(await stateOf(upload.id)).toBeNull();
  });

  it("leaves one alone whose bytes still come, for a week", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    const lastByte = later(6 * DAY);
    await utimes(partPath(upload.id), lastByte, lastByte);
    await sweepUploads(later(6.5 * DAY));
    expect(await stateOf(upload.id)).toBe("receiving");
    await sweepUploads(later(7 * DAY));
    expect(await stateOf(upload.id)).toBeNull();
  });

  it("deletes a finished one that nobody claimed, with its stored bytes", async () => {
    const upload = await uploadBytes(Buffer.from("bytes"));
    const key = await keyOf(upload.id);
    await sweepUploads(later(DAY - HOUR));
    expect(await storage().size(key)).toBe(5);
    await sweepUploads(later(DAY + HOUR));
    expect(await storage().size(key)).toBeNull();
    expect(await stateOf(upload.id)).toBeNull();
  });

  it("never deletes the bytes of a file for sale; its upload's row goes after a week", async () => {
    const upload = await uploadBytes(Buffer.from("bytes"));
    const key = await keyOf(upload.id);
    await db().upload.update({ where: { id: upload.id }, data: { state: "used" } });
    await sweepUploads(later(6 * DAY));
    expect(await stateOf(upload.id)).toBe("used");
    await sweepUploads(later(8 * DAY));
    expect(await stateOf(upload.id)).toBeNull();
    expect(await storage().size(key)).toBe(5);
  });

  it("takes up a deletion that a crash interrupted, at once", async () => {
    const upload = await uploadBytes(Buffer.from("bytes"));
    const key = await keyOf(upload.id);
    await db().upload.update({ where: { id: upload.id }, data: { state: "discarded" } });
    await sweepUploads(new Date());
    expect(await storage().size(key)).toBeNull();
    expect(await stateOf(upload.id)).toBeNull();
  });

  it("deletes bytes of a finish that a crash interrupted, wherever they are by then", async () => {
    const upload = await createUpload(5);
    await makePartsFolder();
    await writeFile(partPath(upload.id), "bytes");
    const key = await keyOf(upload.id);
    await storage().promote(partPath(upload.id), key);
    await sweepUploads(later(DAY + HOUR));
    expect(await storage().size(key)).toBeNull();
    expect(await stateOf(upload.id)).toBeNull();
  });

  it("removes old bytes that no upload knows, and nothing that is not an upload's", async () => {
    await makePartsFolder();
    const [stray, young] = [newId(), newId()];
    await writeFile(partPath(stray), "stray");
    await writeFile(partPath(young), "young");
    await writeFile(join(settings().dataDir, "uploads", "README.txt"), "not ours");
    const old = later(-DAY - HOUR);
    await utimes(partPath(stray), old, old);
    await sweepUploads(new Date());
    expect(await readPart(stray)).toBeNull();
    expect(await readPart(young)).not.toBeNull();
    await sweepUploads(later(2 * DAY));
    expect(await listParts()).toEqual([]);
  });

  it("continues when one of them cannot be deleted", async () => {
    const [stuck, other] = [await createUpload(5), await createUpload(5)];
    await mkdir(join(partPath(stuck.id), "inside"), { recursive: true });
    await sweepUploads(later(3 * DAY));
    expect(await stateOf(other.id)).toBeNull();
    expect(await stateOf(stuck.id)).toBe("discarded");
  });

  it("sweeps more than fit in one look", async () => {
    const createdAt = new Date();
    const row = { tokenHash: "x", ipPrefix: "x", name: "x", mediaType: "x", size: 1n, state: "receiving", createdAt };
    const data = Array.from({ length: 230 }, () => ({ ...row, id: newId(), storageKey: newId().padEnd(40, "0") }));
    const keys = data.map((_, index) => index.toString(16).padStart(40, "0"));
    await db().upload.createMany({ data: data.map((one, index) => ({ ...one, storageKey: keys[index] as string })) });
    await sweepUploads(later(2 * DAY));
    expect(await db().upload.count()).toBe(0);
  });
});
