import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { SAMPLE_FILE_MAX_BYTES } from "@/lib/previews/chosen/schema";
import { sweepPictures } from "@/lib/previews/picture";
import { forgetPerProcess } from "@/lib/process";
import { readStoredBytes } from "@/lib/quota/quota";
import { resetSettings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { storage } from "@/lib/storage/storage";
import { sweepUploads } from "@/lib/uploads/finish/sweep-uploads";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { uploadBytes } from "@/test/uploads";
import { createFile } from "./create-file";
import { openSample } from "./open-sample";
import { readOwnFile } from "./own-file";
import { purgeFiles } from "./purge-files";
import { removeFile } from "./remove-file";
import { removeSampleFile, setSampleFile } from "./sample-file";

const now = new Date();
let close: () => Promise<void>;
let seller: SessionData;
let fileId: string;

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  process.env.SELLERS = "open";
  ({ close } = await freshDatabase());
});
beforeEach(async () => {
  forgetPerProcess("rate-limits");
  seller = await makeSeller();
  ({ id: fileId } = await makeFile(seller, { bytes: randomBytes(500) }, now));
});
afterAll(() => close());

function quota(bytes: string | undefined): void {
  if (bytes === undefined) delete process.env.SELLER_QUOTA;
  else process.env.SELLER_QUOTA = bytes;
  resetSettings();
}

async function upload(size = 200, name = "first chapter.txt") {
  const { id: uploadId, token: uploadToken } = await uploadBytes(randomBytes(size), name);
  return { uploadId, uploadToken };
}
const set = (one: { uploadId: string; uploadToken: string }) => setSampleFile(seller, fileId, one, now);
const sample = async () => (await readOwnFile(fileId, now)).sampleFile;
const rows = () => db().picture.findMany({ where: { fileId, kind: "sample" } });

describe("a sample of the seller's own", () => {
  it("is what the upload was, under its name, and anybody may open it", async () => {
    await set(await upload());
    expect(await sample()).toMatchObject({ name: "first chapter.txt", size: 200 });
    expect((await sample())?.url).toMatch(/\/api\/files\/[\w-]+\/sample\?h=[0-9a-f]{16}$/);
    const { storageKey } = await openSample(fileId, now);
    expect(await storage().size(storageKey)).toBe(200);
    expect(await db().upload.count({ where: { storageKey, state: "used", fileId } })).toBe(1);
  });

  it("is replaced by the next one and removed; then its bytes go, and its upload's row takes none along", async () => {
    await set(await upload(200));
    const [first] = await rows();
    await set(await upload(300));
    expect((await sample())?.size).toBe(300);
    await sweepPictures(now);
    expect(await storage().size(first?.storageKey ?? "")).toBeNull();
    await sweepUploads(new Date(now.getTime() + 400 * DAY));
    expect(await storage().size((await rows())[0]?.storageKey ?? "")).toBe(300);
    await removeSampleFile(seller.sellerId, fileId);
    await removeSampleFile(seller.sellerId, fileId);
    expect(await sample()).toBeNull();
    await expect(openSample(fileId, now)).rejects.toMatchObject({ code: "no_preview" });
    await sweepPictures(now);
    expect(await rows()).toEqual([]);
  });

  it("stays when the same request comes again, and is one when two come at once", async () => {
    const one = await upload();
    await set(one);
    await set(one);
    expect(await rows()).toHaveLength(1);
    const two = await upload();
    const answers = await Promise.allSettled([set(two), set(two)]);
    expect(answers.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
    expect(await db().picture.count({ where: { fileId, state: "shown" } })).toBe(1);
  });

  it("and a file for sale never have the same upload", async () => {
    const one = await upload();
    const file = { ...one, price: "0.50" };
    const answers = await Promise.allSettled([set(one), createFile(seller, file, now)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const two = await upload();
    await set(two);
    await expect(createFile(seller, { ...two, price: "0.50" }, now)).rejects.toMatchObject({
      code: "upload_already_used",
    });
  });

  it("counts against the quota as a file does; its predecessor no longer counts", async () => {
    quota("1000");
    try {
      await set(await upload(400));
      expect(await readStoredBytes(db(), seller.sellerId)).toBe(900n);
      await set(await upload(500));
      await expect(set(await upload(501))).rejects.toMatchObject({ code: "seller_quota", status: 507 });
      expect((await sample())?.size).toBe(500);
      await expect(makeFile(seller, { bytes: randomBytes(1) }, now)).rejects.toMatchObject({ code: "seller_quota" });
      await removeSampleFile(seller.sellerId, fileId);
      await makeFile(seller, { bytes: randomBytes(500) }, now);
    } finally {
      quota(undefined);
    }
  });

  it("has room where the file is paid for, up to the size that was paid for", async () => {
    quota("600");
    try {
      const data = { keptUntil: new Date(now.getTime() + DAY), keptBytes: 500n };
      await db().file.update({ where: { id: fileId }, data });
      await set(await upload(500));
      await expect(set(await upload(601))).rejects.toMatchObject({ code: "seller_quota" });
    } finally {
      quota(undefined);
    }
  });

  it("is no upload that storage was paid for, nothing too large, and nothing with another token", async () => {
    const paid = await upload();
    await db().upload.update({ where: { id: paid.uploadId }, data: { paidDays: 30 } });
    await expect(set(paid)).rejects.toMatchObject({ code: "invalid_input" });
    const large = await upload();
    await db().upload.update({ where: { id: large.uploadId }, data: { size: BigInt(SAMPLE_FILE_MAX_BYTES) + 1n } });
    await expect(set(large)).rejects.toMatchObject({ code: expect.stringMatching(/file_(too_large|unavailable)/) });
    const one = await upload();
    const wrong = { ...one, uploadToken: "x".repeat(43) };
    await expect(set(wrong)).rejects.toMatchObject({ code: "upload_not_found" });
    expect(await sample()).toBeNull();
  });

  it("is only its seller's, and not of a file that was removed or closed; both close it", async () => {
    await set(await upload());
    const other = await makeSeller();
    const one = await upload();
    await expect(setSampleFile(other, fileId, one, now)).rejects.toMatchObject({ code: "file_not_found" });
    await expect(removeSampleFile(other.sellerId, fileId)).rejects.toMatchObject({ code: "file_not_found" });
    await db().file.update({ where: { id: fileId }, data: { withheldAt: now } });
    await expect(set(one)).rejects.toMatchObject({ code: "file_withheld" });
    await expect(openSample(fileId, now)).rejects.toMatchObject({ code: "file_withheld" });
    expect(await sample()).toBeNull();
    await db().file.update({ where: { id: fileId }, data: { withheldAt: null } });
    await removeFile(seller.sellerId, fileId, now);
    await expect(set(one)).rejects.toMatchObject({ code: "file_removed" });
    await expect(openSample(fileId, now)).rejects.toMatchObject({ code: "file_removed" });
    await sweepPictures(now);
    expect(await rows()).toEqual([]);
  });

  it("goes with the bytes of a file that is no longer kept", async () => {
    await set(await upload());
    await purgeFiles(new Date(now.getTime() + 100 * DAY));
    await sweepPictures(now);
    expect(await rows()).toEqual([]);
  });
});
