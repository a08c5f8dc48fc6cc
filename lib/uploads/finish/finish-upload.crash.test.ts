import { createHash, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { storage } from "@/lib/storage/storage";
import { makePartsFolder, partPath } from "@/lib/uploads/bytes/upload-file";
import { expectFinished, head, inEmptyShop, rowOf } from "@/test/upload-shop";
import { createUpload, sendPart } from "@/test/uploads";
import { awaitFinished } from "./await-finished";

inEmptyShop();

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

describe("a crash", () => {
  it("after the last byte: any request finds the upload finished", async () => {
    const bytes = randomBytes(1_000);
    const upload = await createUpload(bytes.length);
    await makePartsFolder();
    await writeFile(partPath(upload.id), bytes);
    expect((await head(upload)).headers.get("upload-offset")).toBe("1000");
    await expectFinished(upload, bytes);
  });

  it("after the last byte: an empty last part finishes it too", async () => {
    const bytes = randomBytes(1_000);
    const upload = await createUpload(bytes.length);
    await makePartsFolder();
    await writeFile(partPath(upload.id), bytes);
    expect((await sendPart(upload, 1_000, new Uint8Array())).status).toBe(204);
    await expectFinished(upload, bytes);
  });

  it("after the last byte: it is finished for its seller, and not without the token", async () => {
    const bytes = randomBytes(1_000);
    const { id: uploadId, token: uploadToken } = await createUpload(bytes.length);
    await makePartsFolder();
    await writeFile(partPath(uploadId), bytes.subarray(1));
    await awaitFinished({ uploadId, uploadToken }, new Date());
    await writeFile(partPath(uploadId), bytes);
    await awaitFinished({ uploadId, uploadToken: "wrong" }, new Date());
    expect(await rowOf({ id: uploadId })).toMatchObject({ state: "receiving", sha256: null });
    await awaitFinished({ uploadId, uploadToken }, new Date());
    await expectFinished({ id: uploadId }, bytes);
  });

  it("after the hash was written: it is made again from the bytes", async () => {
    const bytes = randomBytes(1_000);
    const upload = await createUpload(bytes.length);
    await makePartsFolder();
    await writeFile(partPath(upload.id), bytes);
    await db().upload.update({ where: { id: upload.id }, data: { sha256: "0".repeat(64) } });
    await head(upload);
    await expectFinished(upload, bytes);
  });

  it("after the bytes moved: only the state is written", async () => {
    const bytes = randomBytes(1_000);
    const upload = await createUpload(bytes.length);
    await makePartsFolder();
    await writeFile(partPath(upload.id), bytes);
    const row = await db().upload.update({ where: { id: upload.id }, data: { sha256: sha256(bytes) } });
    await storage().promote(partPath(upload.id), row.storageKey);
    expect((await head(upload)).headers.get("upload-offset")).toBe("1000");
    await expectFinished(upload, bytes);
  });

  it("that lost the bytes: the upload begins again", async () => {
    const bytes = randomBytes(1_000);
    const upload = await createUpload(bytes.length);
    expect((await head(upload)).headers.get("upload-offset")).toBe("0");
    await sendPart(upload, 0, bytes);
    await expectFinished(upload, bytes);
  });

  it("is no race: many who ask at once finish it once", async () => {
    const bytes = randomBytes(100_000);
    const upload = await createUpload(bytes.length);
    await makePartsFolder();
    await writeFile(partPath(upload.id), bytes);
    const answers = await Promise.all(Array.from({ length: 10 }, () => head(upload)));
    for (const answer of answers) expect(answer.headers.get("upload-offset")).toBe("100000");
    await expectFinished(upload, bytes);
  });
});
