import { createHash, randomBytes } from "node:crypto";
import { readdir, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase } from "@/test/database";
import { type Created, callUploads, createUpload, metadata, sendPart, signedIn, uploadBytes } from "@/test/uploads";
import { DAY, HOUR } from "../clock";
import { db } from "../db/client";
import { resetSettings, settings } from "../env";
import { newId } from "../ids";
import { forgetPerProcess } from "../process";
import { storage } from "../storage/storage";
import { makePartsFolder, partPath, readPart } from "./part-file";

let close: () => Promise<void>;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  process.env.MAX_FILE_SIZE = "10MB";
});
beforeEach(async () => {
  await close?.();
  ({ close } = await freshDatabase());
  for (const name of ["uploads.tus", "uploads.hashes", "rate-limits"]) forgetPerProcess(name);
});
afterAll(() => close());

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const rowOf = ({ id }: { id: string }) => db().upload.findUnique({ where: { id } });
const rows = () => db().upload.count();

async function head(upload: { id: string; token: string }): Promise<Response> {
  return callUploads("HEAD", { path: `/${upload.id}`, headers: { "Upload-Token": upload.token } });
}

async function codeOf(response: Response): Promise<string> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return ((await response.json()) as { code: string }).code;
}

async function storedBytes(key: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await storage().open(key)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Everything an upload should have become. */
async function expectFinished(upload: Created, bytes: Uint8Array): Promise<void> {
  const row = await rowOf(upload);
  expect(row).toMatchObject({ state: "finished", sha256: sha256(bytes), size: BigInt(bytes.length) });
  expect(Buffer.compare(await storedBytes(row?.storageKey ?? ""), bytes)).toBe(0);
  expect(await readPart(upload.id)).toBeNull();
}

describe("creating an upload", () => {
  it("answers where to send the bytes and the token that later requests need", async () => {
    const { id, token, response } = await createUpload(5, "résumé.txt");
    expect(response.headers.get("location")).toBe(`/api/uploads/${id}`);
    expect(response.headers.get("tus-resumable")).toBe("1.0.0");
    expect(new Date(response.headers.get("upload-expires") ?? "").getTime()).toBeGreaterThan(Date.now() + 23 * HOUR);
    expect(token).toMatch(/^[\w-]{43}$/);
    const row = await rowOf({ id });
    expect(row).toMatchObject({
      name: "résumé.txt",
      size: 5n,
      state: "receiving",
      ipPrefix: "192.0.2.1",
      creatorId: null,
    });
    expect(JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain(token);
  });

  it("names no host, whatever the request says about hosts", async () => {
    const headers = {
      "X-Forwarded-Host": "evil.example",
      "X-Forwarded-Proto": "https",
      Forwarded: "host=evil.example",
    };
    const { id, response } = await createUpload(5, "a", headers);
    expect(response.headers.get("location")).toBe(`/api/uploads/${id}`);
  });

  it("works behind two proxies", async () => {
    await createUpload(5, "a", { "X-Forwarded-Proto": "https,http" });
  });

  it("tells other sites nothing", async () => {
    const { response } = await createUpload(5);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("takes a whole small file in the same request", async () => {
    const bytes = Buffer.from("all at once");
    const response = await callUploads("POST", {
      headers: {
        "Upload-Length": "11",
        "Upload-Metadata": metadata("a.txt"),
        "Content-Type": "application/offset+octet-stream",
      },
      body: bytes,
    });
    expect(response.status).toBe(201);
    expect(response.headers.get("upload-offset")).toBe("11");
    const id = response.headers.get("location")?.split("/").at(-1) ?? "";
    await expectFinished({ id, token: "", response }, bytes);
  });

  const huge = { "Upload-Length": "10000001" };
  const refused: [what: string, headers: Record<string, string>, status: number, code: string][] = [
    ["no length", {}, 400, "malformed_request"],
    ["a length to follow later", { "Upload-Defer-Length": "1" }, 400, "malformed_request"],
    ["a length and a length to follow", { "Upload-Length": "5", "Upload-Defer-Length": "1" }, 400, "malformed_request"],
    ["a length below nothing", { "Upload-Length": "-1" }, 400, "malformed_request"],
    ["a length in words", { "Upload-Length": "five" }, 400, "malformed_request"],
    ["a length with an exponent", { "Upload-Length": "1e3" }, 400, "malformed_request"],
    ["an empty file", { "Upload-Length": "0" }, 400, "empty_file"],
    ["a file over the limit", huge, 413, "file_too_large"],
    ["a file longer than numbers go", { "Upload-Length": "9".repeat(30) }, 413, "file_too_large"],
    [
      "a file over the limit with a body",
      { ...huge, "Content-Type": "application/offset+octet-stream" },
      413,
      "file_too_large",
    ],
    ["metadata that is none", { "Upload-Length": "5", "Upload-Metadata": "filename ***" }, 400, "malformed_request"],
    [
      "a name of which nothing is left",
      { "Upload-Length": "5", "Upload-Metadata": metadata("../..") },
      400,
      "invalid_name",
    ],
    ["another protocol version", { "Upload-Length": "5", "Tus-Resumable": "0.2.2" }, 412, "tus_version"],
    ["parts to be joined", { "Upload-Length": "5", "Upload-Concat": "partial" }, 400, "malformed_request"],
    ["another site's page", { "Upload-Length": "5", Origin: "https://evil.example" }, 403, "foreign_origin"],
    ["another site's page that hides its origin", { "Upload-Length": "5", Origin: "null" }, 403, "foreign_origin"],
    ["another port of this host", { "Upload-Length": "5", Origin: "http://localhost:3001" }, 403, "foreign_origin"],
    [
      "another site's page without an origin",
      { "Upload-Length": "5", "Sec-Fetch-Site": "cross-site" },
      403,
      "foreign_origin",
    ],
  ];
  it.each(refused)("refuses %s and keeps nothing", async (_, headers, status, code) => {
    const response = await callUploads("POST", { headers });
    expect(response.status).toBe(status);
    expect(await codeOf(response)).toBe(code);
    expect(await rows()).toBe(0);
  });

  it("refuses a request that does not speak tus", async () => {
    const response = await callUploads("POST", { headers: { "Upload-Length": "5", "Tus-Resumable": "" } });
    expect(response.status).toBe(412);
    expect(response.headers.get("tus-version")).toBe("1.0.0");
    expect(response.headers.get("tus-resumable")).toBe("1.0.0");
    expect(await codeOf(response)).toBe("tus_version");
  });

  it("cleans the name and keeps it within 255 bytes", async () => {
    const { id } = await createUpload(5, `C:\\temp\\${"😀".repeat(75)}\u202egpj.exe`);
    const row = await rowOf({ id });
    expect(row?.name).toMatch(/^😀+\.exe$/u);
    expect(Buffer.byteLength(row?.name ?? "")).toBeLessThanOrEqual(255);
  });

  it("calls a file without a name a file", async () => {
    const response = await callUploads("POST", { headers: { "Upload-Length": "5" } });
    expect(response.status).toBe(201);
    expect((await db().upload.findFirst())?.name).toBe("file");
  });

  it("says what it speaks, and does nothing else on OPTIONS", async () => {
    const response = await callUploads("OPTIONS");
    expect(response.status).toBe(204);
    expect(response.headers.get("tus-version")).toBe("1.0.0");
    expect(response.headers.get("tus-extension")?.split(",").sort()).toEqual([
      "creation",
      "creation-with-upload",
      "expiration",
      "termination",
    ]);
    expect(response.headers.get("tus-max-size")).toBe("10000000");
  });
});

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

  it("goes on after a restart of the server, with the right hash", async () => {
    const bytes = randomBytes(200_000);
    const upload = await createUpload(bytes.length);
    await sendPart(upload, 0, bytes.subarray(0, 70_000));
    for (const name of ["uploads.tus", "uploads.hashes", "uploads.receiving", "uploads.finishing"])
      forgetPerProcess(name);
    await sendPart(upload, 70_000, bytes.subarray(70_000));
    await expectFinished(upload, bytes);
  });

  it("keeps what arrived before the connection broke, and goes on from there with the right hash", async () => {
    const bytes = randomBytes(300_000);
    const upload = await createUpload(bytes.length);
    let sent = 0;
    const broken = new ReadableStream({
      async pull(controller) {
        // Each piece is asked for only when the one before it is taken; the last one never comes.
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
    ["of another content type", { "Content-Type": "text/plain" }, 400, "malformed_request"],
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

describe("a crash", () => {
  it("after the last byte: whoever asks finds the upload finished", async () => {
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

describe("throwing an upload away", () => {
  it("deletes a half one", async () => {
    const upload = await createUpload(10);
    await sendPart(upload, 0, Buffer.from("1234"));
    expect(
      (await callUploads("DELETE", { path: `/${upload.id}`, headers: { "Upload-Token": upload.token } })).status,
    ).toBe(204);
    expect(await rowOf(upload)).toBeNull();
    expect(await readPart(upload.id)).toBeNull();
    expect((await head(upload)).status).toBe(404);
  });

  it("deletes a finished one with its stored bytes", async () => {
    const upload = await uploadBytes(Buffer.from("bytes"));
    const key = (await rowOf(upload))?.storageKey ?? "";
    expect(
      (await callUploads("DELETE", { path: `/${upload.id}`, headers: { "Upload-Token": upload.token } })).status,
    ).toBe(204);
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

describe("room", () => {
  it("refuses the eleventh upload of a stranger, and of nobody else", async () => {
    for (let count = 0; count < 10; count++) await createUpload(1);
    const refused = await callUploads("POST", { headers: { "Upload-Length": "1" } });
    expect(refused.status).toBe(429);
    expect(await codeOf(refused)).toBe("upload_quota");
    await createUpload(1, "a", { "x-filekiosk-peer": "192.0.2.2" });
  });

  it("counts an IPv6 subscriber once", async () => {
    for (let count = 0; count < 10; count++)
      await createUpload(1, "a", { "x-filekiosk-peer": `2001:db8:1:2::${count + 1}` });
    const neighbour = { "Upload-Length": "1", "x-filekiosk-peer": "2001:db8:1:2:ffff::1" };
    expect((await callUploads("POST", { headers: neighbour })).status).toBe(429);
    await createUpload(1, "a", { "x-filekiosk-peer": "2001:db8:1:3::1" });
  });

  it("holds when thirty ask at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => callUploads("POST", { headers: { "Upload-Length": "1" } })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    expect(await rows()).toBe(10);
  });

  it("refuses what would fill the disk, before the first byte", async () => {
    process.env.MIN_FREE_SPACE = "900TB";
    resetSettings();
    try {
      const response = await callUploads("POST", { headers: { "Upload-Length": "5" } });
      expect(response.status).toBe(507);
      expect(await codeOf(response)).toBe("disk_full");
      expect(await rows()).toBe(0);
    } finally {
      process.env.MIN_FREE_SPACE = "1MB";
      resetSettings();
    }
  });

  it("stops a part when something else has filled the disk meanwhile", async () => {
    const upload = await createUpload(10);
    process.env.MIN_FREE_SPACE = "900TB";
    resetSettings();
    try {
      expect((await sendPart(upload, 0, Buffer.from("1234"))).status).toBe(507);
    } finally {
      process.env.MIN_FREE_SPACE = "1MB";
      resetSettings();
    }
    expect((await sendPart(upload, 0, Buffer.from("1234567890"))).status).toBe(204);
  });

  it.runIf(process.platform === "linux")("says that the disk is full when writing finds it so", async () => {
    const upload = await createUpload(10);
    await makePartsFolder();
    await symlink("/dev/full", partPath(upload.id));
    const response = await sendPart(upload, 0, Buffer.from("1234"));
    expect(response.status).toBe(507);
    expect(await codeOf(response)).toBe("disk_full");
  });

  it("gives strangers' room back when they cancel", async () => {
    const uploads: Created[] = [];
    for (let count = 0; count < 10; count++) uploads.push(await createUpload(1));
    const [first] = uploads as [Created];
    await callUploads("DELETE", { path: `/${first.id}`, headers: { "Upload-Token": first.token } });
    await createUpload(1);
  });
});

describe("where only certain wallets may sell", () => {
  const seller = { creatorId: "seller", address: `0x${"a".repeat(40)}`, chainId: 0 };
  const stranger = { creatorId: "stranger", address: `0x${"b".repeat(40)}`, chainId: 0 };
  beforeEach(async () => {
    process.env.SELLERS = seller.address;
    resetSettings();
    const now = new Date();
    for (const { creatorId: id, address } of [seller, stranger]) {
      await db().creator.create({ data: { id, address, payTo: address, createdAt: now } });
    }
    return () => {
      delete process.env.SELLERS;
      resetSettings();
    };
  });

  it("only they may upload, after signing in", async () => {
    const length = { "Upload-Length": "5" };
    expect(await codeOf(await callUploads("POST", { headers: length }))).toBe("sign_in_required");
    const refused = await callUploads("POST", { headers: { ...length, ...(await signedIn(stranger)) } });
    expect(refused.status).toBe(403);
    expect(await codeOf(refused)).toBe("seller_not_allowed");
    const { id } = await createUpload(5, "a", await signedIn(seller));
    expect(await rowOf({ id })).toMatchObject({ creatorId: "seller" });
  });

  it("the upload goes on when the session is over", async () => {
    const upload = await createUpload(5, "a", await signedIn(seller));
    expect((await sendPart(upload, 0, Buffer.from("bytes"))).status).toBe(204);
    await expectFinished(upload, Buffer.from("bytes"));
  });
});

it("keeps no file beside the bytes", async () => {
  const upload = await createUpload(10, "a.txt");
  await sendPart(upload, 0, Buffer.from("1234"));
  expect(await readdir(join(settings().dataDir, "uploads"))).toEqual([upload.id]);
});
