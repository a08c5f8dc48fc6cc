import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { NextApiRequest, NextApiResponse } from "next";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { readInfo } from "@/lib/products/files/read-info";
import { removeFile } from "@/lib/products/files/remove-file";
import { updateFile } from "@/lib/products/files/update-file";
import type { SessionData } from "@/lib/sign-in/seller-session";
import handler from "@/pages/api/files/[fileId]/preview";
import { freshDatabase } from "./database";
import { makeFile, makeSeller } from "./files";
import { makeTone } from "./make-tone";
import { showContent } from "./show-content";

/** The door of what is shown: pictures, sounds and clips by their hashes, whole or in parts; and nothing else. */

const sound = makeTone(1);
const clip = Buffer.from("a clip, as far as this door is concerned");
const picture = Buffer.from("a picture");
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const paid = Buffer.from("what is sold and never shown");

let close: () => Promise<void>;
let seller: SessionData;
let server: Server;
let fileId: string;

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  ({ close } = await freshDatabase());
  seller = await makeSeller();
  server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? "", "http://localhost");
    const query = { fileId: pathname.slice(1), ...Object.fromEntries(searchParams) };
    void handler(Object.assign(req, { query }) as unknown as NextApiRequest, res as unknown as NextApiResponse);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  fileId = await sellShown();
});
afterAll(async () => {
  server.close();
  await close();
});

async function sellShown(): Promise<string> {
  const { id } = await makeFile(seller, { bytes: paid, name: "song.bin" });
  await showContent(id, {
    parts: [
      { kind: "page", mediaType: "image/webp", width: 8, height: 8, bytes: picture },
      { kind: "sound", mediaType: "audio/wav", width: 0, height: 0, seconds: 1, bytes: sound },
    ],
  });
  return id;
}

async function ask(id: string, bytes: Buffer | null, headers: Record<string, string> = {}, method = "GET") {
  const hash = bytes ? `?h=${sha256(bytes).slice(0, 16)}` : "";
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${id}${hash}`, {
    method,
    headers,
  });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}

describe("what a file shows", () => {
  it("is sent by its hash: by its type, in a sandbox, for any site, for ever", async () => {
    const { status, headers, body } = await ask(fileId, sound);
    expect([status, body.equals(sound)]).toEqual([200, true]);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "audio/wav",
      "content-length": String(sound.length),
      "content-disposition": "inline",
      "accept-ranges": "bytes",
      etag: `"${sha256(sound)}"`,
      "cache-control": "public, max-age=31536000, immutable, no-transform",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    const still = await ask(fileId, picture);
    expect([still.body.equals(picture), still.headers.get("content-type")]).toEqual([true, "image/webp"]);
  });

  it.each([
    ["a part", "bytes=10-19", 206, [10, 20]],
    ["an open end", "bytes=16000-", 206, [16_000, undefined]],
    ["the last bytes", "bytes=-5", 206, [-5, undefined]],
    ["several parts, whole", "bytes=0-1,5-6", 200, [0, undefined]],
    ["another unit, whole", "lines=1-2", 200, [0, undefined]],
  ] as const)("is sent in parts: %s", async (_, range, status, [start, end]) => {
    const answer = await ask(fileId, sound, { range });
    expect(answer.status).toBe(status);
    expect(answer.body.equals(sound.subarray(start, end))).toBe(true);
    expect(answer.headers.get("cache-control")).toContain("immutable");
  });

  it("is refused beyond its end, as a problem that nobody caches", async () => {
    const answer = await ask(fileId, sound, { range: `bytes=${sound.length}-` });
    expect([answer.status, answer.headers.get("content-range")]).toEqual([416, `bytes */${sound.length}`]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("cache-control")).toContain("no-store");
  });

  it("answers If-Range, If-None-Match and HEAD", async () => {
    const etag = `"${sha256(sound)}"`;
    const range = "bytes=0-3";
    expect((await ask(fileId, sound, { range, "if-range": etag })).status).toBe(206);
    expect((await ask(fileId, sound, { range, "if-range": '"another"' })).status).toBe(200);
    const known = await ask(fileId, sound, { "if-none-match": etag, "cache-control": "max-age=0" });
    expect([known.status, known.body.length, known.headers.get("etag")]).toEqual([304, 0, etag]);
    expect(known.headers.get("cache-control")).toContain("immutable");
    const head = await ask(fileId, sound, { range }, "HEAD");
    expect([head.status, head.headers.get("content-length"), head.body.length]).toEqual([200, String(sound.length), 0]);
  });

  it("is the first picture for another hash or none, and then not for ever; a hash of the paid bytes opens nothing", async () => {
    for (const bytes of [null, Buffer.from("gone"), paid]) {
      const answer = await ask(fileId, bytes);
      expect([answer.status, answer.body.equals(picture)]).toEqual([200, true]);
      expect(answer.headers.get("cache-control")).toBe("public, max-age=60, no-transform");
    }
  });

  it("has no picture where only a sound is shown, and takes no other method", async () => {
    const { id } = await makeFile(seller, { bytes: paid, name: "other.bin" });
    expect((await ask(id, null)).status).toBe(404);
    await showContent(id, {
      parts: [{ kind: "sound", mediaType: "audio/wav", width: 0, height: 0, seconds: 1, bytes: sound }],
    });
    expect([(await ask(id, null)).status, (await ask(id, sound)).status]).toEqual([404, 200]);
    expect((await ask(id, sound, {}, "POST")).status).toBe(405);
    expect((await ask("nothing", sound)).status).toBe(404);
  });
});

describe("what a file shows no longer", () => {
  it("is gone when it is replaced, and neither half-stored nor going parts are sent", async () => {
    const id = await sellShown();
    await showContent(id, {
      parts: [{ kind: "clip", mediaType: "video/mp4", width: 0, height: 0, seconds: 1, bytes: clip }],
    });
    expect([(await ask(id, sound)).status, (await ask(id, picture)).status, (await ask(id, clip)).status]).toEqual([
      404, 404, 200,
    ]);
    await db().picture.updateMany({ where: { fileId: id, kind: "clip" }, data: { state: "writing" } });
    expect((await ask(id, clip)).status).toBe(404);
  });

  it("is gone at once when its seller shows nothing", async () => {
    const id = await sellShown();
    await updateFile(seller.sellerId, id, { showing: { picture: "none", sample: false } }, new Date());
    expect([(await ask(id, sound)).status, (await ask(id, picture)).status]).toEqual([404, 404]);
    expect(await readInfo(id, new Date())).toMatchObject({ preview: null, previews: [], sample: null });
  });

  it("is 410 once the file is removed, and 451 when the operator closed it", async () => {
    const [removed, closed] = [await sellShown(), await sellShown()];
    await removeFile(seller.sellerId, removed, new Date());
    await db().file.update({ where: { id: closed }, data: { withheldAt: new Date() } });
    expect([(await ask(removed, sound)).status, (await ask(closed, sound)).status]).toEqual([410, 451]);
  });
});
