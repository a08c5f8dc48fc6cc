import { utimes } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { cancel, codeOf, head, inEmptyShop, rowOf } from "@/test/upload-shop";
import { callUploads, createUpload, sendPart, uploadBytes } from "@/test/uploads";
import { DAY } from "../clock";
import { db } from "../db/client";
import { newId } from "../ids";
import { storage } from "../storage/storage";
import { partPath, readPart } from "./part-file";

inEmptyShop();

describe("the upload token", () => {
  it("is needed for every later request; without it the upload does not exist", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    const other = await createUpload(10);
    for (const token of [undefined, "", "wrong", other.token, `${upload.token}x`, upload.token.toUpperCase()]) {
      const headers: Record<string, string> = token === undefined ? {} : { "Upload-Token": token };
      const part = { ...headers, "Upload-Offset": "4", "Content-Type": "application/offset+octet-stream" };
      const answers = [
        await callUploads("PATCH", { path: `/${upload.id}`, headers: part, body: Buffer.from("567890") }),
        await callUploads("HEAD", { path: `/${upload.id}`, headers }),
        await callUploads("DELETE", { path: `/${upload.id}`, headers }),
      ];
      for (const answer of answers) expect(answer.status).toBe(404);
      expect(await codeOf(answers[0] as Response)).toBe("upload_not_found");
    }
    expect((await head(upload)).headers.get("upload-offset")).toBe("4");
  });

  it("opens only its own upload, however the address is written", async () => {
    const [mine, victim] = [await createUpload(10), await createUpload(10)];
    const part = {
      "Upload-Token": mine.token,
      "Upload-Offset": "0",
      "Content-Type": "application/offset+octet-stream",
    };
    const paths = [
      `/${mine.id}?x=/${victim.id}`,
      `/${mine.id}#/${victim.id}`,
      `/${mine.id}/../${victim.id}`,
      `/${mine.id}/${victim.id}`,
      `/${mine.id}%2F${victim.id}`,
      `/${victim.id}?/${mine.id}`,
    ];
    for (const path of paths) {
      await callUploads("PATCH", { path, headers: part, body: Buffer.from("x") });
      await callUploads("DELETE", { path: path.replace(mine.id, newId()), headers: { "Upload-Token": mine.token } });
      expect((await head(victim)).headers.get("upload-offset")).toBe("0");
    }
  });

  it("finds nothing under ids that we never made", async () => {
    for (const path of ["/x", "/..", "/../../etc/passwd", `/${newId()}`, `/${newId()}.json`, "/%00", "/%E0%A4%A"]) {
      const response = await callUploads("HEAD", { path, headers: { "Upload-Token": "x" } });
      expect(response.status).toBe(404);
    }
  });

  it("never reads an upload back", async () => {
    const upload = await uploadBytes(Buffer.from("secret bytes"));
    for (const method of ["GET", "PUT"] as const) {
      const response = await callUploads(method, { path: `/${upload.id}`, headers: { "Upload-Token": upload.token } });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).not.toContain("GET");
      expect(await response.text()).not.toContain("secret bytes");
    }
  });
});

describe("throwing an upload away", () => {
  it("deletes a half one", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    expect((await cancel(upload)).status).toBe(204);
    expect(await rowOf(upload)).toBeNull();
    expect(await readPart(upload.id)).toBeNull();
    expect((await head(upload)).status).toBe(404);
  });

  it("deletes a finished one with its stored bytes", async () => {
    const upload = await uploadBytes(Buffer.from("bytes"));
    const key = (await rowOf(upload))?.storageKey ?? "";
    expect((await cancel(upload)).status).toBe(204);
    expect(await storage().size(key)).toBeNull();
    expect(await rowOf(upload)).toBeNull();
  });

  it("leaves the bytes of a file for sale alone", async () => {
    const upload = await uploadBytes(Buffer.from("bytes"));
    await db().upload.update({ where: { id: upload.id }, data: { state: "used" } });
    const key = (await rowOf(upload))?.storageKey ?? "";
    for (const method of ["DELETE", "HEAD"] as const) {
      expect(
        (await callUploads(method, { path: `/${upload.id}`, headers: { "Upload-Token": upload.token } })).status,
      ).toBe(404);
    }
    expect(await storage().size(key)).toBe(5);
  });
});

describe("time", () => {
  it("ends an upload a day after its last byte", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    await db().upload.update({ where: { id: upload.id }, data: { createdAt: new Date(Date.now() - 2 * DAY) } });
    expect((await head(upload)).status).toBe(200);
    const old = (Date.now() - DAY - 1_000) / 1_000;
    await utimes(partPath(upload.id), old, old);
    expect((await head(upload)).status).toBe(404);
    expect((await sendPart(upload, 4, Buffer.from("5"))).status).toBe(404);
  });

  it("ends an upload a week after it began, however busy", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    await db().upload.update({ where: { id: upload.id }, data: { createdAt: new Date(Date.now() - 7 * DAY) } });
    expect((await head(upload)).status).toBe(404);
  });
});
