import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settings } from "@/lib/settings/settings";
import { codeOf, expectFinished, forgetServer, head, inEmptyShop, rowOf } from "@/test/upload-shop";
import { createUpload, metadata, sendPart } from "@/test/uploads";

inEmptyShop();

describe("an upload in parts", () => {
  it("ends as exactly the bytes that were sent, hashed, recognised and stored", async () => {
    const bytes = Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(300_000)]);
    const upload = await createUpload(bytes.length, "paper.txt", {
      "Upload-Metadata": `${metadata("paper.txt")},filetype ${Buffer.from("text/html").toString("base64")}`,
    });
    for (let offset = 0; offset < bytes.length; offset += 100_000) {
      const part = bytes.subarray(offset, offset + 100_000);
      const response = await sendPart(upload, offset, part);
      expect(response.status).toBe(204);
      expect(response.headers.get("upload-offset")).toBe(String(offset + part.length));
    }
    await expectFinished(upload, bytes);
    expect(await rowOf(upload)).toMatchObject({ mediaType: "application/pdf" });
  });

  it("says how far it got", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    const response = await head(upload);
    expect(response.status).toBe(200);
    expect(response.headers.get("upload-offset")).toBe("4");
    expect(response.headers.get("upload-length")).toBe("10");
    expect(response.headers.get("cache-control")).toContain("no-store");
  });

  it("continues after a restart of the server, with the right hash", async () => {
    const bytes = randomBytes(200_000);
    const upload = await createUpload(bytes.length);
    await sendPart(upload, 0, bytes.subarray(0, 70_000));
    forgetServer();
    await sendPart(upload, 70_000, bytes.subarray(70_000));
    await expectFinished(upload, bytes);
  });

  it("keeps what arrived before the connection broke, and continues from there with the right hash", async () => {
    const bytes = randomBytes(300_000);
    const upload = await createUpload(bytes.length);
    let sent = 0;
    const broken = new ReadableStream({
      async pull(controller) {
        // Each piece is requested only when the previous one was taken; the last one never comes.
        if (sent === 200_000) return controller.error(new Error("connection reset"));
        controller.enqueue(bytes.subarray(sent, sent + 50_000));
        sent += 50_000;
      },
    });
    expect((await sendPart(upload, 0, broken)).status).toBe(400);
    const offset = Number((await head(upload)).headers.get("upload-offset"));
    expect(offset).toBeGreaterThan(0);
    expect(offset).toBeLessThanOrEqual(200_000);
    expect((await sendPart(upload, offset, bytes.subarray(offset))).status).toBe(204);
    await expectFinished(upload, bytes);
  });

  it("lets a client that came back take over from its dead connection", async () => {
    const bytes = randomBytes(100_000);
    const upload = await createUpload(bytes.length);
    let reached: () => void = () => {};
    const arrived = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let sent = false;
    const silent = new ReadableStream({
      pull(controller) {
        if (sent) return reached();
        sent = true;
        controller.enqueue(bytes.subarray(0, 40_000));
      },
    });
    const dead = sendPart(upload, 0, silent);
    await arrived;
    const response = await head(upload);
    expect(response.headers.get("upload-offset")).toBe("40000");
    expect((await sendPart(upload, 40_000, bytes.subarray(40_000))).status).toBe(204);
    await expectFinished(upload, bytes);
    await dead;
  });

  it("refuses a part for another place", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    for (const offset of [0, 3, 5, 10]) {
      const response = await sendPart(upload, offset, Buffer.from("x"));
      expect(response.status).toBe(409);
      expect(await codeOf(response)).toBe("upload_conflict");
    }
    expect((await head(upload)).headers.get("upload-offset")).toBe("4");
  });

  it("never grows beyond the announced length, and never finishes short of it", async () => {
    const upload = await createUpload(10);
    const announced = await sendPart(upload, 0, Buffer.from("12345678901"));
    expect(announced.status).toBe(400);
    expect(await codeOf(announced)).toBe("wrong_length");
    const unannounced = await sendPart(upload, 0, new Blob(["12345678901"]).stream());
    expect(await codeOf(unannounced)).toBe("wrong_length");
    expect(await rowOf(upload)).toMatchObject({ state: "receiving", sha256: null });

    const offset = Number((await head(upload)).headers.get("upload-offset"));
    expect(offset).toBeLessThan(10);
    await sendPart(upload, offset, Buffer.from("123456789").subarray(offset));
    expect(await rowOf(upload)).toMatchObject({ state: "receiving", sha256: null });
  });

  const badParts: [what: string, headers: Record<string, string>, status: number, code: string][] = [
    ["without an offset", { "Upload-Offset": "" }, 400, "malformed_request"],
    ["with an offset that is no number", { "Upload-Offset": "x" }, 400, "malformed_request"],
    ["with a negative offset", { "Upload-Offset": "-1" }, 400, "malformed_request"],
    ["with half an offset", { "Upload-Offset": "0.5" }, 400, "malformed_request"],
    ["of another content type", { "Content-Type": "text/plain" }, 415, "unsupported_media_type"],
    ["of no content type", { "Content-Type": "" }, 415, "unsupported_media_type"],
    ["that sets the length anew", { "Upload-Length": "3" }, 400, "malformed_request"],
    ["from another site", { Origin: "https://evil.example" }, 403, "foreign_origin"],
  ];
  it.each(badParts)("refuses a part %s", async (_, headers, status, code) => {
    const upload = await createUpload(10);
    const response = await sendPart(upload, 0, Buffer.from("123"), headers);
    expect(response.status).toBe(status);
    expect(await codeOf(response)).toBe(code);
    expect((await head(upload)).headers.get("upload-offset")).toBe("0");
  });
});

it("keeps no file beside the bytes", async () => {
  const upload = await createUpload(10, "a.txt");
  await sendPart(upload, 0, Buffer.from("1234"));
  expect(await readdir(join(settings().dataDir, "uploads"))).toEqual([upload.id]);
});
