import { describe, expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { listParts } from "@/lib/uploads/bytes/upload-file";
import { codeOf, countUploads, expectFinished, inEmptyShop, rowOf } from "@/test/upload-shop";
import { callUploads, createUpload, metadata } from "@/test/uploads";

inEmptyShop();

describe("creating an upload", () => {
  it("answers where to send the bytes and the token that later requests need", async () => {
    const { id, token, response } = await createUpload(5, "résumé.txt");
    expect(response.headers.get("location")).toMatch(new RegExp(`^/api/uploads/${id}\\?key=[\\w-]{22}$`));
    expect(response.headers.get("tus-resumable")).toBe("1.0.0");
    const expires = new Date(response.headers.get("upload-expires") ?? "").getTime() - Date.now();
    expect(expires).toBeGreaterThan(28 * MINUTE);
    expect(expires).toBeLessThanOrEqual(30 * MINUTE);
    expect(token).toMatch(/^[\w-]{43}$/);
    const row = await rowOf({ id });
    expect(row).toMatchObject({
      name: "résumé.txt",
      size: 5n,
      state: "receiving",
      ipPrefix: "192.0.2.1",
      sellerId: null,
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
    expect(response.headers.get("location")).toMatch(new RegExp(`^/api/uploads/${id}\\?key=[\\w-]{22}$`));
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
    const id = response.headers.get("location")?.split("/").at(-1)?.split("?")[0] ?? "";
    await expectFinished({ id }, bytes);
  });

  it("keeps nothing of one whose first bytes are rejected, because its token was never sent", async () => {
    const response = await callUploads("POST", {
      headers: { "Upload-Length": "5", "Content-Type": "application/offset+octet-stream" },
      body: Buffer.from("more than five"),
    });
    expect(await codeOf(response)).toBe("wrong_length");
    expect(await countUploads()).toBe(0);
    expect(await listParts()).toEqual([]);
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
    expect(await countUploads()).toBe(0);
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
    expect(response.headers.get("tus-checksum-algorithm")).toBe("sha1,sha256");
    expect(response.headers.get("tus-extension")?.split(",").sort()).toEqual([
      "checksum",
      "creation",
      "creation-with-upload",
      "expiration",
      "termination",
    ]);
    expect(response.headers.get("tus-max-size")).toBe("10000000");
  });
});
