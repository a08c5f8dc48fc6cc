import { randomBytes } from "node:crypto";
import { utimes } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { hashSecret, newId } from "@/lib/ids";
import { storage } from "@/lib/storage/storage";
import { findUpload } from "@/lib/uploads/admission/find-upload";
import { partPath, readPart } from "@/lib/uploads/bytes/upload-file";
import { sweepUploads } from "@/lib/uploads/finish/sweep-uploads";
import { cancel, codeOf, head, inEmptyShop, rowOf } from "@/test/upload-shop";
import { callUploads, createUpload, sendPart, signedIn, uploadBytes } from "@/test/uploads";

inEmptyShop();

describe("the key in Location", () => {
  const locationOf = ({ response }: { response: Response }) =>
    response.headers.get("location")?.slice("/api/uploads".length) ?? "";
  const part = { "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream" };

  it("sends the bytes of its upload, tells how many are here and gives it up: all that a tus client does", async () => {
    const upload = await createUpload(10);
    const path = locationOf(upload);
    const sent = await callUploads("PATCH", { path, headers: part, body: Buffer.from("1234") });
    expect([sent.status, sent.headers.get("upload-offset")]).toEqual([204, "4"]);
    expect((await callUploads("HEAD", { path })).headers.get("upload-offset")).toBe("4");
    expect((await callUploads("DELETE", { path })).status).toBe(204);
    expect((await head(upload)).status).toBe(404);
  });

  it("is for one upload, and ends with its token", async () => {
    const upload = await createUpload(10);
    const other = await createUpload(10);
    const key = locationOf(other).split("?")[1];
    expect((await callUploads("HEAD", { path: `/${upload.id}?${key}` })).status).toBe(404);
    for (const path of [`/${upload.id}?key=`, `/${upload.id}`])
      expect((await callUploads("HEAD", { path })).status).toBe(403);
    expect((await callUploads("HEAD", { path: locationOf(upload) })).status).toBe(200);
    await db().upload.update({ where: { id: upload.id }, data: { tokenHash: hashSecret("another") } });
    expect((await callUploads("HEAD", { path: locationOf(upload) })).status).toBe(404);
  });

  it("does not publish the upload, and is not in what the database holds", async () => {
    const upload = await createUpload(10);
    const key = new URLSearchParams(locationOf(upload).split("?")[1]).get("key") ?? "";
    await expect(findUpload(upload.id, key, new Date())).rejects.toMatchObject({ code: "upload_not_found" });
    expect(JSON.stringify(await rowOf(upload), (_, value) => (typeof value === "bigint" ? 0 : value))).not.toContain(
      key,
    );
  });

  it("cannot give up an upload whose room was paid for: the token does", async () => {
    const upload = await createUpload(10);
    await db().upload.update({ where: { id: upload.id }, data: { paidDays: 30 } });
    const refused = await callUploads("DELETE", { path: locationOf(upload) });
    expect([refused.status, await codeOf(refused)]).toEqual([403, "upload_token_missing"]);
    const headers = { "Upload-Token": upload.token };
    expect((await callUploads("DELETE", { path: `/${upload.id}`, headers })).status).toBe(204);
  });

  it("is left out for our own pages and for a client that chose the token", async () => {
    const token = randomBytes(32).toString("base64url");
    const both: Record<string, string>[] = [{ Origin: "http://localhost:3000" }, { "Upload-Token": token }];
    for (const headers of both) {
      const { id, response, ...made } = await createUpload(10, "a", headers);
      expect(response.headers.get("location")).toBe(`/api/uploads/${id}`);
      if ("Upload-Token" in headers) expect(made.token).toBe(token);
      expect((await head({ id, ...made })).status).toBe(200);
    }
  });

  it.each(["short", "A".repeat(43), "not base64url, though it has as many characters"])(
    "no token can be chosen that could be guessed: %s",
    async (token) => {
      await expect(createUpload(10, "a", { "Upload-Token": token })).rejects.toThrow("refused: 400");
    },
  );
});

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
      // Whether there is such an upload is told to nobody who shows nothing: both errors come for any id.
      const [status, code] = token ? [404, "upload_not_found"] : [403, "upload_token_missing"];
      for (const answer of answers) expect(answer.status).toBe(status);
      expect(await codeOf(answers[0] as Response)).toBe(code);
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
  const since = (id: string, ago: number) =>
    db().upload.update({ where: { id }, data: { createdAt: new Date(Date.now() - ago) } });
  const touch = (id: string, ago: number) =>
    utimes(partPath(id), (Date.now() - ago) / 1_000, (Date.now() - ago) / 1_000);
  const expiry = (response: Response) => new Date(response.headers.get("upload-expires") ?? "").getTime();
  const expectAbout = (time: number, hoursFromNow: number) =>
    expect(Math.abs(time - Date.now() - hoursFromNow * HOUR)).toBeLessThan(HOUR / 10);

  it("ends an upload a day after its last byte, and reports it only to the holder of the token", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    await since(upload.id, 2 * DAY);
    expect((await head(upload)).status).toBe(200);
    await touch(upload.id, DAY + SECOND);
    expect((await head(upload)).status).toBe(410);
    const part = await sendPart(upload, 4, Buffer.from("5"));
    expect(part.status).toBe(410);
    expect(await codeOf(part)).toBe("upload_expired");
    expect((await head({ ...upload, token: "wrong" })).status).toBe(404);
    await sweepUploads(new Date());
    expect((await head(upload)).status).toBe(404);
  });

  it("ends an upload a week after it began, however busy", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    await since(upload.id, 7 * DAY);
    expect((await head(upload)).status).toBe(410);
  });

  it("is told with every answer, counted from the last byte", async () => {
    const upload = await createUpload(10);
    expectAbout(expiry(upload.response), 0.5);
    await sendPart(upload, 0, Buffer.from("1234"));
    await touch(upload.id, 20 * HOUR);
    await since(upload.id, 30 * HOUR);
    expectAbout(expiry(await head(upload)), 4);
    expectAbout(expiry(await sendPart(upload, 4, Buffer.from("5"))), 24);
    await since(upload.id, 7 * DAY - HOUR);
    expectAbout(expiry(await head(upload)), 1);
    await since(upload.id, HOUR);
    const last = await sendPart(upload, 5, Buffer.from("67890"));
    expect(last.status).toBe(204);
    expect(last.headers.get("upload-expires")).toBeNull();
  });

  it("is three days of rest, two weeks in all, for a seller who began it signed in and has sold here", async () => {
    const session = { sellerId: "seller", address: `0x${"a".repeat(40)}`, chainId: 0 };
    const { address } = session;
    await db().seller.create({ data: { id: "seller", address, payTo: address, createdAt: new Date() } });
    const early = await createUpload(10, "a", await signedIn(session));
    expectAbout(expiry(await sendPart(early, 0, Buffer.from("1234"))), 24);
    await db().earnings.create({ data: { id: "seller", sales: 1, microUsd: 250_000n } });
    const upload = await createUpload(10, "a", await signedIn(session));
    expectAbout(expiry(upload.response), 0.5);
    expectAbout(expiry(await sendPart(upload, 0, Buffer.from("1234"))), 72);
    await since(upload.id, 13 * DAY);
    await touch(upload.id, 3 * DAY - HOUR);
    await sweepUploads(new Date());
    expectAbout(expiry(await head(upload)), 1);
    await since(upload.id, 14 * DAY);
    expect((await head(upload)).status).toBe(410);
    await sweepUploads(new Date());
    expect(await rowOf(upload)).toBeNull();
  });
});
