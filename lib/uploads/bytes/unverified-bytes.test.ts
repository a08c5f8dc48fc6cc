import { createHash, randomBytes } from "node:crypto";
import { appendFile, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { codeOf, countUploads, expectFinished, forgetServer, head, inEmptyShop, rowOf } from "@/test/upload-shop";
import { callUploads, createUpload, sendPart } from "@/test/uploads";
import { makePartsFolder, partPath, readPart } from "./upload-file";

inEmptyShop();

const checksum = (bytes: Uint8Array, algorithm = "sha1") => ({
  "Upload-Checksum": `${algorithm} ${createHash(algorithm).update(bytes).digest("base64")}`,
});
const offsetOf = async (upload: { id: string; token: string }) => (await head(upload)).headers.get("upload-offset");

describe("a part with a checksum", () => {
  it.each(["sha1", "sha256"])("counts when its %s is right", async (algorithm) => {
    const bytes = randomBytes(200_000);
    const upload = await createUpload(bytes.length);
    const [one, two] = [bytes.subarray(0, 120_000), bytes.subarray(120_000)];
    expect((await sendPart(upload, 0, one, checksum(one, algorithm))).status).toBe(204);
    expect(await offsetOf(upload)).toBe("120000");
    expect((await sendPart(upload, 120_000, two, checksum(two, algorithm))).status).toBe(204);
    await expectFinished(upload, bytes);
    expect(await rowOf(upload)).toMatchObject({ provenTo: null });
  });

  it.each(["sha1", "sha256"])(
    "is thrown away with 460 when its %s is wrong, and may be sent again",
    async (algorithm) => {
      const bytes = randomBytes(100_000);
      const upload = await createUpload(bytes.length);
      await sendPart(upload, 0, bytes.subarray(0, 30_000));
      const rest = bytes.subarray(30_000);
      const spoilt = Buffer.from(rest);
      spoilt[50_000] = (spoilt[50_000] ?? 0) ^ 1;
      const refused = await sendPart(upload, 30_000, spoilt, checksum(rest, algorithm));
      expect(refused.status).toBe(460);
      expect(await codeOf(refused)).toBe("checksum_mismatch");
      expect(await offsetOf(upload)).toBe("30000");
      expect((await readPart(upload.id))?.size).toBe(30_000);
      expect(await rowOf(upload)).toMatchObject({ state: "receiving", sha256: null, provenTo: null });
      expect((await sendPart(upload, 30_000, rest, checksum(rest, algorithm))).status).toBe(204);
      await expectFinished(upload, bytes);
    },
  );

  const unreadable = [
    "md5 rL0Y20zC+Fzt72VPzMSk2A==",
    "crc32 AAAAAA==",
    "sha1",
    "sha1 ",
    "sha1 !!!",
    "sha1 AAAA",
    `sha256 ${createHash("sha1").update("").digest("base64")}`,
    `sha1 ${createHash("sha1").update("").digest("base64")}, sha1 ${createHash("sha1").update("x").digest("base64")}`,
    `SHA1 ${createHash("sha1").update("").digest("base64")}`,
    "constructor AAAA",
  ];
  it.each(unreadable)("is refused with 400 when the checksum is %j", async (text) => {
    const upload = await createUpload(10);
    const refused = await sendPart(upload, 0, Buffer.from("12345"), { "Upload-Checksum": text });
    expect(refused.status).toBe(400);
    expect(await codeOf(refused)).toBe("malformed_request");
    expect(await offsetOf(upload)).toBe("0");
    expect(await readPart(upload.id)).toBeNull();
  });

  it("counts as nothing when the connection breaks in its middle", async () => {
    const bytes = randomBytes(300_000);
    const upload = await createUpload(bytes.length);
    let sent = 0;
    const broken = new ReadableStream({
      pull(controller) {
        if (sent === 200_000) return controller.error(new Error("connection reset"));
        controller.enqueue(bytes.subarray(sent, sent + 50_000));
        sent += 50_000;
      },
    });
    expect((await sendPart(upload, 0, broken, checksum(bytes))).status).toBe(400);
    expect(await offsetOf(upload)).toBe("0");
    await sendPart(upload, 0, bytes, checksum(bytes));
    await expectFinished(upload, bytes);
  });

  it("whose last byte is here finishes nothing before it is proven: a crash leaves what was proven", async () => {
    const bytes = randomBytes(1_000);
    const upload = await createUpload(bytes.length);
    await sendPart(upload, 0, bytes.subarray(0, 400));
    // As a crash leaves it: the row says that a part is open, and bytes of it, here wrong ones, are in the file.
    await db().upload.update({ where: { id: upload.id }, data: { provenTo: 400n } });
    await appendFile(partPath(upload.id), randomBytes(600));
    forgetServer();
    expect(await offsetOf(upload)).toBe("400");
    expect(await rowOf(upload)).toMatchObject({ state: "receiving", sha256: null });
    // Sent again without a checksum, and shorter than what the crash left.
    expect((await sendPart(upload, 400, bytes.subarray(400, 500))).headers.get("upload-offset")).toBe("500");
    expect(await offsetOf(upload)).toBe("500");
    await sendPart(upload, 500, bytes.subarray(500));
    await expectFinished(upload, bytes);
  });

  it("in the request that creates: right, it is all there; wrong, there is no upload", async () => {
    const bytes = Buffer.from("all at once");
    const create = (body: Buffer) =>
      callUploads("POST", {
        headers: { "Upload-Length": "11", "Content-Type": "application/offset+octet-stream", ...checksum(bytes) },
        body,
      });
    const right = await create(bytes);
    expect(right.status).toBe(201);
    await expectFinished({ id: right.headers.get("location")?.split("/").at(-1)?.split("?")[0] ?? "" }, bytes);
    expect((await create(Buffer.from("all at 0nce"))).status).toBe(460);
    expect(await countUploads()).toBe(1);
  });

  it("is not disturbed by somebody who asks how far it got", async () => {
    const bytes = randomBytes(50_000);
    const upload = await createUpload(bytes.length);
    await makePartsFolder();
    await writeFile(partPath(upload.id), "");
    const spoilt = Buffer.from(bytes);
    spoilt[0] = (spoilt[0] ?? 0) ^ 1;
    const answers = await Promise.all([
      sendPart(upload, 0, spoilt, checksum(bytes)),
      ...Array.from({ length: 10 }, () => head(upload)),
    ]);
    expect(answers[0]?.status).toBe(460);
    for (const answer of answers.slice(1)) expect(answer.headers.get("upload-offset")).toBe("0");
    expect(await rowOf(upload)).toMatchObject({ state: "receiving", sha256: null });
  });
});
