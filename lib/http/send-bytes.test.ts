import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import {
  createServer,
  get,
  type IncomingMessage,
  type RequestOptions,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BytesSent, type BytesToSend, sendBytes } from "./send-bytes";

const content = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 251));
const etag = createHash("sha256").update(content).digest("hex");
const MB = 1024 * 1024;

let server: Server;
let folder: string;
let file: string;
let bytes: BytesToSend;
let opened: { range: { start: number; end: number }; stream: Readable }[];
let outcome: Promise<BytesSent>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-send-"));
  file = join(folder, "content");
  writeFileSync(file, content);
  server = createServer((req: IncomingMessage, res: ServerResponse) => {
    outcome = sendBytes(req, res, bytes);
    outcome.catch((error: Error) => {
      res.statusCode = 503;
      res.end(`${error.message}; ${res.getHeaderNames().join()}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** The file that the server sends in the next request. */
function offer(changes: Partial<BytesToSend> = {}): void {
  opened = [];
  const open = changes.open ?? (async (range) => createReadStream(file, range));
  bytes = {
    size: content.length,
    etag,
    name: "report.pdf",
    mediaType: "application/pdf",
    ...changes,
    open: async (range) => {
      const stream = await open(range);
      opened.push({ range, stream });
      return stream;
    },
  };
}

type Answer = { status: number; headers: IncomingMessage["headers"]; body: Buffer; broken: boolean };

function ask(headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  const options: RequestOptions = { port: (server.address() as AddressInfo).port, headers, method, agent: false };
  return new Promise((resolve, reject) => {
    const request = get(options, (res) => {
      const parts: Buffer[] = [];
      const finish = (broken: boolean) =>
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(parts), broken });
      res.on("data", (part: Buffer) => parts.push(part));
      res.on("end", () => finish(false));
      res.on("error", () => finish(true));
    });
    request.on("error", reject);
  });
}

describe("the whole file", () => {
  it("arrives with its length, its strong ETag and headers that keep it from being cached, guessed at or run", async () => {
    offer({ extraHeaders: { "Payment-Id": "p1" }, lastModified: new Date("2026-01-02T03:04:05Z") });
    const { status, headers, body } = await ask();
    expect(status).toBe(200);
    expect(body.equals(content)).toBe(true);
    expect(headers).toMatchObject({
      "content-length": "1000",
      "content-type": "application/pdf",
      "content-disposition": 'attachment; filename="report.pdf"',
      "accept-ranges": "bytes",
      etag: `"${etag}"`,
      "last-modified": "Fri, 02 Jan 2026 03:04:05 GMT",
      "cache-control": "private, no-store, no-transform",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
      "payment-id": "p1",
    });
    expect(await outcome).toEqual({ status: 200, complete: true });
  });

  it("is described by HEAD exactly as by GET, without opening it, and HEAD ignores Range", async () => {
    offer();
    const whole = await ask();
    offer();
    const { status, headers, body } = await ask({ Range: "bytes=0-9" }, "HEAD");
    expect(status).toBe(200);
    expect(body.length).toBe(0);
    expect(opened).toEqual([]);
    for (const name of ["content-length", "content-type", "etag", "accept-ranges", "content-disposition"]) {
      expect(headers[name]).toBe(whole.headers[name]);
    }
  });

  it("may be empty", async () => {
    offer({ size: 0 });
    const { status, headers, broken } = await ask();
    expect([status, headers["content-length"], broken]).toEqual([200, "0", false]);
    expect(opened).toEqual([]);
  });
});

describe("one part of it", () => {
  it.each([
    ["bytes=0-0", 0, 0],
    ["bytes=100-199", 100, 199],
    ["bytes=990-", 990, 999],
    ["bytes=990-5000", 990, 999],
    ["bytes=0-", 0, 999],
    ["bytes=-1", 999, 999],
    ["bytes=-300", 700, 999],
    ["bytes=-5000", 0, 999],
    ["BYTES = 5 - 6", 5, 6],
    ["bytes=0-99999999999999999999999999", 0, 999],
  ])("%s is bytes %i to %i, and no more than those are read", async (range, start, end) => {
    offer({ extraHeaders: { "Payment-Id": "p1" } });
    const { status, headers, body } = await ask({ Range: range });
    expect(status).toBe(206);
    expect(headers["content-range"]).toBe(`bytes ${start}-${end}/1000`);
    expect(headers["content-length"]).toBe(String(end - start + 1));
    expect(headers["payment-id"]).toBe("p1");
    expect(body.equals(content.subarray(start, end + 1))).toBe(true);
    expect(opened.map((one) => one.range)).toEqual([{ start, end }]);
  });

  it.each(["bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=99999999999999999999999-"])(
    "%s does not exist: 416 with the size, and nothing is opened",
    async (range) => {
      offer({ extraHeaders: { "Payment-Id": "p1" } });
      const { status, headers, body } = await ask({ Range: range });
      expect(status).toBe(416);
      expect(headers["content-range"]).toBe("bytes */1000");
      expect(headers["content-type"]).toBe("application/problem+json");
      expect(headers["payment-id"]).toBe("p1");
      expect(JSON.parse(body.toString()).code).toBe("range_not_satisfiable");
      expect(opened).toEqual([]);
    },
  );

  it.each([
    "bytes=0-1,5-6",
    "bytes=5-2",
    "bytes=-",
    "bytes=a-b",
    "bytes=1e1-20",
    "bytes=0x1-0x2",
    "bytes=+1-2",
    "bytes",
    "lines=1-2",
    "",
  ])("%s is answered with the whole file", async (range) => {
    offer();
    const { status, headers, body } = await ask({ Range: range });
    expect(status).toBe(200);
    expect(headers["content-range"]).toBeUndefined();
    expect(body.length).toBe(1_000);
  });
});

describe("If-Match and If-Unmodified-Since", () => {
  const lastModified = new Date("2026-01-02T03:04:05Z");
  const failing: Record<string, string>[] = [
    { "If-Match": '"another"' },
    { "If-Match": '"another"', Range: "bytes=500-" },
    { "If-Match": '"another"', "If-None-Match": `"${etag}"` },
    { "If-Match": '"another"', Range: "bytes=5000-" },
    { "If-Unmodified-Since": "Fri, 02 Jan 2026 03:04:04 GMT", Range: "bytes=500-" },
  ];
  it.each(failing)("%j: 412 on GET and HEAD, before anything else counts, and nothing is opened", async (headers) => {
    for (const method of ["GET", "HEAD"]) {
      offer({ lastModified, extraHeaders: { "Payment-Id": "p1" } });
      const answer = await ask(headers, method);
      expect(answer.status).toBe(412);
      expect(answer.headers).toMatchObject({ etag: `"${etag}"`, "payment-id": "p1" });
      if (method === "GET") expect(JSON.parse(answer.body.toString()).code).toBe("precondition_failed");
      expect(opened).toEqual([]);
    }
  });

  it("are answered as if they were not there where they hold", async () => {
    offer({ lastModified });
    expect((await ask({ "If-Match": `"${etag}"`, Range: "bytes=500-" })).status).toBe(206);
    expect((await ask({ "If-Unmodified-Since": lastModified.toUTCString() })).status).toBe(200);
    expect((await ask({ "If-Match": `"${etag}"`, "If-None-Match": `"${etag}"` })).status).toBe(304);
  });
});

describe("If-Range", () => {
  it.each([
    ["the file's own ETag", `"${etag}"`, 206],
    ["another ETag", `"${etag.replace(/^./, "x")}"`, 200],
    ["the weak form of its ETag", `W/"${etag}"`, 200],
    ["its ETag without quotes", etag, 200],
    ["a date", "Fri, 02 Jan 2026 03:04:05 GMT", 200],
  ])("with %s: %s → %i", async (_what, value, expected) => {
    offer({ lastModified: new Date("2026-01-02T03:04:05Z") });
    const { status, body } = await ask({ Range: "bytes=10-19", "If-Range": value });
    expect(status).toBe(expected);
    expect(body.length).toBe(expected === 206 ? 10 : 1_000);
  });

  it("of another version answers whole even where the range would not exist", async () => {
    offer();
    expect((await ask({ Range: "bytes=5000-", "If-Range": '"old"' })).status).toBe(200);
  });
});

describe("If-None-Match", () => {
  it.each([`"${etag}"`, `W/"${etag}"`, `"a", "${etag}"`, "*"])(
    "%s: 304 without a body, without opening",
    async (value) => {
      offer({ extraHeaders: { "Payment-Id": "p1" } });
      const { status, headers, body } = await ask({ "If-None-Match": value });
      expect([status, body.length, opened.length]).toEqual([304, 0, 0]);
      expect(headers).toMatchObject({
        etag: `"${etag}"`,
        "cache-control": "private, no-store, no-transform",
        "payment-id": "p1",
      });
    },
  );

  it("of another version sends the file", async () => {
    offer();
    expect((await ask({ "If-None-Match": '"old"' })).status).toBe(200);
  });
});

describe("the name it is saved under", () => {
  /** The name a browser would use: `filename*` when there is one. */
  function savedAs(header: string): string {
    const extended = /filename\*=UTF-8''([^;]+)/.exec(header)?.[1];
    return extended
      ? decodeURIComponent(extended)
      : (/filename="((?:[^"\\]|\\.)*)"/.exec(header)?.[1]?.replace(/\\(.)/g, "$1") ?? "");
  }
  it.each([
    ["emoji", "photo 🏖️.png", "photo 🏖️.png"],
    ["Arabic", "كتاب.pdf", "كتاب.pdf"],
    ["Latin-1", "café.txt", "café.txt"],
    ["quotes", 'say "hi" now.txt', 'say "hi" now.txt'],
    ["CR and LF", "a\r\nSet-Cookie: x=1\r\n.txt", "a__Set-Cookie: x=1__.txt"],
    ["a percent sign", "100%41.txt", "100%41.txt"],
    ["255 bytes", `${"é".repeat(125)}.txt`, `${"é".repeat(125)}.txt`],
    ["half a surrogate pair", "a\ud83d.txt", "a\ufffd.txt"],
    ["a semicolon and an apostrophe", "it's; filename=evil.exe", "it's; filename=evil.exe"],
  ])("survives %s", async (_what, name, expected) => {
    offer({ name });
    const { headers, status } = await ask();
    const header = headers["content-disposition"] ?? "";
    expect(status).toBe(200);
    expect(header).toMatch(/^attachment; filename="[ -~]+"(; filename\*=UTF-8''[!-~]+)?$/);
    expect(savedAs(header)).toBe(expected);
    expect(headers["set-cookie"]).toBeUndefined();
  });

  it.each(["../../etc/passwd", "..\\..\\etc\\passwd", "/etc/passwd"])("cannot leave its folder: %s", async (name) => {
    offer({ name });
    expect(savedAs((await ask()).headers["content-disposition"] ?? "")).toBe("passwd");
  });

  it.each(["text/html\r\nX-Evil: 1", "nonsense", "", "a/b c"])(
    "a media type of %j becomes plain bytes",
    async (mediaType) => {
      offer({ mediaType });
      expect((await ask()).headers["content-type"]).toBe("application/octet-stream");
    },
  );
});

describe("the type under which it is sent", () => {
  it.each([
    ["The free lunch is over.txt", "video/quicktime", "application/octet-stream"],
    ["The free lunch is over.txt", "text/plain", "text/plain"],
    ["film", "video/mp4", "application/octet-stream"],
    ["page.txt", "text/html", "application/octet-stream"],
    ["page.html", "text/plain", "application/octet-stream"],
  ])("%s, which is %s, is sent as %s", async (name, mediaType, type) => {
    offer({ name, mediaType });
    expect((await ask()).headers["content-type"]).toBe(type);
  });

  it.each([
    ["video", "video/mp4", "video/mp4"],
    ["audio", "audio/mpeg", "audio/mpeg"],
    ["image", "image/png", "image/png"],
    ["image", "image/svg+xml", "application/octet-stream"],
    ["video", "text/html", "application/octet-stream"],
    ["video", "text/vtt", "application/octet-stream"],
    ["document", "video/mp4", "application/octet-stream"],
    ["iframe", "image/png", "application/octet-stream"],
    ["embed", "image/png", "application/octet-stream"],
    ["empty", "image/png", "application/octet-stream"],
  ])("to <%s> %s without an ending is %s, and still an attachment", async (element, mediaType, type) => {
    offer({ name: "it", mediaType });
    const { headers } = await ask({ "Sec-Fetch-Dest": element });
    expect(headers["content-type"]).toBe(type);
    expect(headers["content-disposition"]).toMatch(/^attachment; /);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-security-policy"]).toBe("sandbox; default-src 'none'");
  });
});

describe("when things go wrong", () => {
  it("a file that cannot be opened leaves the answer untouched, so that the door can tell why", async () => {
    offer({ open: () => Promise.reject(new Error("gone")) });
    const { status, body } = await ask({ Range: "bytes=1-2" });
    expect(status).toBe(503);
    expect(body.toString()).toBe("gone; ");
  });

  it("a read error midway destroys the connection: the client must not take the part for the whole", async () => {
    offer({
      size: 4 * MB,
      open: async () => Readable.from(failingAfter(2 * MB)),
    });
    const { status, body, broken } = await ask();
    expect(status).toBe(200);
    expect(broken).toBe(true);
    expect(body.length).toBeLessThan(4 * MB);
    expect(await outcome).toEqual({ status: 200, complete: false });
  });

  it.each([
    ["shorter", 1_200],
    ["longer", 1_500],
  ])("a stored file %s than recorded breaks the connection too", async (_what, size) => {
    offer({ size, open: async () => Readable.from(size === 1_200 ? [content] : [content, content]) });
    const { broken, body } = await ask();
    expect(broken).toBe(true);
    expect(body.length).toBeLessThan(size);
    expect(await outcome).toEqual({ status: 200, complete: false });
  });

  it("a client that leaves midway leaves no open file behind", async () => {
    const big = sparseFile("aborted", 200 * MB);
    offer({ size: 200 * MB, open: async (range) => createReadStream(big, range) });
    await new Promise<void>((resolve) => {
      const request = get({ port: (server.address() as AddressInfo).port, agent: false }, (res) => {
        res.once("data", () => request.destroy());
        res.on("error", () => resolve());
      });
      request.on("error", () => resolve());
    });
    expect(await outcome).toEqual({ status: 200, complete: false });
    const stream = opened[0]?.stream;
    if (stream && !stream.closed) await new Promise((resolve) => stream.once("close", resolve));
    expect(stream?.destroyed).toBe(true);
  });

  it("a client that left while the file was being opened leaves no open file behind", async () => {
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    offer({
      open: async (range) => {
        const socketClosed = new Promise((resolve) => server.once("test-closed", resolve));
        leave();
        await socketClosed;
        return createReadStream(file, range);
      },
    });
    server.once("connection", (socket) => socket.once("close", () => setImmediate(() => server.emit("test-closed"))));
    const request = get({ port: (server.address() as AddressInfo).port, agent: false }, () => {});
    request.on("error", () => {});
    await left;
    request.destroy();
    expect(await outcome).toEqual({ status: 200, complete: false });
    expect(opened[0]?.stream.destroyed).toBe(true);
  });

  it("a client that stops reading is cut off after the stall time", async () => {
    const big = sparseFile("stalled", 200 * MB);
    offer({ size: 200 * MB, open: async (range) => createReadStream(big, range), stallTimeout: 100 });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      get({ port: (server.address() as AddressInfo).port, agent: false }, (res) => {
        res.pause();
        resolve(res);
      }).on("error", reject);
    });
    (await answered).on("error", () => {});
    expect(await outcome).toEqual({ status: 200, complete: false });
    expect(opened[0]?.stream.destroyed).toBe(true);
  });
});

it("keeps memory flat while sending 500 MB", async () => {
  const big = sparseFile("big", 500 * MB);
  offer({ size: 500 * MB, open: async (range) => createReadStream(big, range) });
  let received = 0;
  let peak = 0;
  const before = process.memoryUsage().rss;
  await new Promise<void>((resolve, reject) => {
    get({ port: (server.address() as AddressInfo).port, agent: false }, (res) => {
      res.on("data", (part: Buffer) => {
        received += part.length;
        if (received % (64 * MB) < part.length) peak = Math.max(peak, process.memoryUsage().rss);
      });
      res.on("end", resolve);
      res.on("error", reject);
    }).on("error", reject);
  });
  expect(received).toBe(500 * MB);
  expect(await outcome).toEqual({ status: 200, complete: true });
  // Client and server share this process; buffering the file would show as 500 MB.
  expect((peak - before) / MB).toBeLessThan(120);
});

function* failingAfter(length: number) {
  for (let sent = 0; sent < length; sent += 64 * 1024) yield Buffer.alloc(64 * 1024);
  throw new Error("disk error");
}

function sparseFile(name: string, size: number): string {
  const path = join(folder, name);
  const descriptor = openSync(path, "w");
  ftruncateSync(descriptor, size);
  writeSync(descriptor, "end", size - 3);
  closeSync(descriptor);
  return path;
}

describe("handing off to nginx", () => {
  const handed: { start: number; end: number }[] = [];
  const handOff: BytesToSend["handOff"] = async (range) => {
    handed.push(range);
    return "/filekiosk-files/ab/abcd";
  };
  const offerHanded = (changes: Partial<BytesToSend> = {}) => {
    handed.length = 0;
    offer({ handOff, extraHeaders: { "Payment-Id": "p1" }, ...changes });
  };

  it.each([
    [{}, { start: 0, end: 999 }],
    [{ Range: "bytes=100-199" }, { start: 100, end: 199 }],
    [{ Range: "bytes=-10" }, { start: 990, end: 999 }],
    [
      { Range: "bytes=990-5000", "If-Range": `"${etag}"` },
      { start: 990, end: 999 },
    ],
    [{ "If-Range": '"another"' }, { start: 0, end: 999 }],
  ] as [Record<string, string>, object][])(
    "%j: nginx is told the place, and nothing is opened",
    async (asked, range) => {
      offerHanded();
      const { status, headers, body } = await ask(asked);
      expect([status, body.length, headers["content-range"]]).toEqual([200, 0, undefined]);
      expect(headers).toMatchObject({
        "x-accel-redirect": "/filekiosk-files/ab/abcd",
        etag: `"${etag}"`,
        "content-disposition": 'attachment; filename="report.pdf"',
        "content-security-policy": "sandbox; default-src 'none'",
        "payment-id": "p1",
      });
      expect([handed, opened]).toEqual([[range], []]);
      expect(await outcome).toMatchObject({ complete: true });
    },
  );

  it.each([
    { Range: "bytes=0-1,5-6" },
    { Range: "bytes=5-2" },
    { Range: "BYTES = 5 - 6" },
    { Range: "bytes=0-99999999999999999999999999" },
    { Range: "bytes=0-9", "If-Range": '"another"' },
    { Range: "bytes=0-9", "If-Range": `W/"${etag}"` },
    { Range: "bytes=0-9", "If-Range": "Fri, 02 Jan 2026 03:04:05 GMT" },
    { "If-Match": `"${etag}"` },
    { "If-Unmodified-Since": "Fri, 02 Jan 2026 03:04:05 GMT" },
  ] as Record<string, string>[])("%j, which nginx would read otherwise, is sent here", async (asked) => {
    offerHanded();
    const { status, headers, body } = await ask(asked);
    expect(headers["x-accel-redirect"]).toBeUndefined();
    expect([status, body.length]).toEqual([headers["content-range"] ? 206 : 200, Number(headers["content-length"])]);
    expect([handed.length, opened.length]).toEqual([0, 1]);
  });

  it.each([
    [304, { "If-None-Match": `"${etag}"` }, "GET"],
    [416, { Range: "bytes=1000-" }, "GET"],
    [200, {}, "HEAD"],
  ] as [number, Record<string, string>, string][])(
    "%i for %j is answered here, with nothing to send",
    async (wanted, asked, verb) => {
      offerHanded();
      const { status, headers } = await ask(asked, verb);
      expect([status, headers["x-accel-redirect"], handed.length]).toEqual([wanted, undefined, 0]);
    },
  );

  it("is sent here when the place is none", async () => {
    offerHanded({ handOff: async () => null });
    const { body, headers } = await ask({ Range: "bytes=0-9" });
    expect([body.length, headers["x-accel-redirect"], headers["accept-ranges"]]).toEqual([10, undefined, "bytes"]);
  });
});

describe("counting", () => {
  it("reports every sent byte", async () => {
    let counted = 0;
    offer({
      onBytes: (count) => {
        counted += count;
        return true;
      },
    });
    await ask({ Range: "bytes=0-499" });
    expect(counted).toBe(500);
    await ask({}, "HEAD");
    await ask({ "If-None-Match": `"${etag}"` });
    expect(counted).toBe(500);
  });

  it("ends a transfer that may not continue, and it looks broken, not complete", async () => {
    let left = 2;
    const open = async () =>
      Readable.from([content.subarray(0, 400), content.subarray(400, 800), content.subarray(800)]);
    offer({
      open,
      onBytes: () => {
        left -= 1;
        return left >= 0;
      },
    });
    expect(await ask()).toMatchObject({ status: 200, broken: true, body: content.subarray(0, 800) });
    expect(await outcome).toEqual({ status: 200, complete: false });
  });
});
