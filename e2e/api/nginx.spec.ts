import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { type ClientRequest, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startTestChain, type TestChain } from "../../test/chain";
import { present, signFor } from "../buyer";
import { type Nginx, nginxPath, startNginx } from "../nginx";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { type App, devnetEnv, freePort, startAndFail, startApp } from "../stack";

/**
 * Files sent by nginx, with the real nginx, the recipe of docs/operate and the production build behind it. Without nginx on
 * this machine these tests are skipped.
 */
test.describe.configure({ mode: "serial" });

const hasNginx = nginxPath() !== undefined;
let chain: TestChain;
let dataDir: string;
let nginx: Nginx;
let app: App;
let origin: string;
let appPort: number;
let plainPort: number;
let seller: Seller;
let sold: SoldFile;
let claimToken: string;

const NAME = "كشك — книга “📚”.html";

test.beforeAll(async () => {
  if (!hasNginx) return;
  chain = await startTestChain();
  dataDir = mkdtempSync(join(tmpdir(), "filekiosk-handed-"));
  const port = await freePort();
  [appPort, plainPort] = [await freePort(), await freePort()];
  origin = `http://localhost:${port}`;
  nginx = await startNginx({ port, plainPort, appPort, dataDir });
  app = await startApp(settings());
  seller = await signInSeller(origin, chain.accounts.seller);
  sold = await seller.sell({ bytes: randomBytes(300_000), name: NAME, price: "0.25" });
});
test.afterAll(async () => {
  await app?.stop();
  await nginx?.stop();
  await chain?.stop();
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});
test.beforeEach(({ browserName: _ }, info) => info.skip(!hasNginx, "nginx is not installed"));

function settings(changes: Record<string, string> = {}): Record<string, string> {
  return {
    ...devnetEnv(chain, dataDir),
    PORT: String(appPort),
    APP_URL: origin,
    SEND_FILES: "nginx",
    TRUSTED_PROXIES: "1",
    ...changes,
  };
}

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer };

/** Without `fetch`, which would decode, redirect and refuse some headers. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET", at = origin): Promise<Answer> {
  const { hostname, port } = new URL(at);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, headers, method, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    request.on("error", reject).end();
  });
}

const byToken = (headers: Record<string, string> = {}, method = "GET", at = origin) =>
  ask(`/api/files/${sold.file.id}`, { "Claim-Token": claimToken, ...headers }, method, at);

test("the paid answer comes from nginx with the bytes, the receipt and every header that keeps it safe", async () => {
  const before = await chain.usdcBalance(chain.accounts.seller.address);
  const { header } = await signFor(sold.file.url, chain.accounts.buyer);
  const paid = await present(sold.file.url, header, { headers: { "Accept-Encoding": "gzip" } });
  expect(paid.status).toBe(200);
  expect(Buffer.from(await paid.arrayBuffer()).equals(Buffer.from(sold.bytes))).toBe(true);
  expect(Object.fromEntries(paid.headers)).toMatchObject({
    "content-length": "300000",
    "content-type": "application/octet-stream",
    "accept-ranges": "bytes",
    etag: `"${sold.sha256}"`,
    "cache-control": "private, no-store, no-transform",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "access-control-allow-origin": "*",
  });
  const disposition = paid.headers.get("content-disposition") ?? "";
  expect(disposition).toMatch(/^attachment; /);
  expect(decodeURIComponent(disposition.split("filename*=UTF-8''")[1] ?? "")).toBe(sold.file.name);
  const receipt = JSON.parse(Buffer.from(paid.headers.get("payment-response") ?? "", "base64").toString());
  expect(receipt).toMatchObject({ success: true, network: "eip155:31337" });
  expect(paid.headers.get("payment-id")).toMatch(/^\w{22}$/);
  for (const name of ["x-accel-redirect", "content-encoding"]) expect(paid.headers.get(name)).toBeNull();
  claimToken = paid.headers.get("claim-token") ?? "";
  expect(claimToken).toMatch(/^[\w-]{43}$/);
  expect(await chain.usdcBalance(chain.accounts.seller.address)).toBe(before + 250_000n);
});

test("the app itself sent none of it: it names the place, made of a key of ours, and no byte", async () => {
  const { status, headers, body } = await byToken({}, "GET", app.url);
  expect([status, body.length]).toEqual([200, 0]);
  expect(headers["x-accel-redirect"]).toMatch(/^\/filekiosk-files\/[0-9a-f]{2}\/[0-9a-f]{40}$/);
});

const whole = [0, 299_999] as const;
const ranges: [Record<string, string>, number, readonly [number, number] | null][] = [
  [{}, 200, whole],
  [{ Range: "bytes=0-0" }, 206, [0, 0]],
  [{ Range: "bytes=100-199" }, 206, [100, 199]],
  [{ Range: "bytes=299990-" }, 206, [299_990, 299_999]],
  [{ Range: "bytes=-10" }, 206, [299_990, 299_999]],
  [{ Range: "bytes=-500000" }, 206, whole],
  [{ Range: "bytes=5-900000" }, 206, [5, 299_999]],
  [{ Range: "bytes=300000-" }, 416, null],
  [{ Range: "bytes=-0" }, 416, null],
  [{ Range: "BYTES = 5 - 6" }, 206, [5, 6]],
  [{ Range: "bytes=5-99999999999999999999999" }, 206, [5, 299_999]],
  [{ Range: "bytes=5-2" }, 200, whole],
  [{ Range: "bytes=0-1,5-6" }, 200, whole],
  [{ Range: "bytes=0-4," }, 200, whole],
  [{ Range: "lines=1-2" }, 200, whole],
];
for (const [headers, status, part] of ranges) {
  test(`${JSON.stringify(headers)} is ${status}, as where Node sends`, async () => {
    expectPart(await byToken(headers), status, part);
  });
}

test("If-Range counts with the strong tag of the file's hash only", async () => {
  const Range = "bytes=10-19";
  expectPart(await byToken({ Range, "If-Range": `"${sold.sha256}"` }), 206, [10, 19]);
  const { headers } = await byToken();
  const others = [`W/"${sold.sha256}"`, '"another"', String(headers["last-modified"]), "Sat, 01 Jan 2050 00:00:00 GMT"];
  for (const other of others) expectPart(await byToken({ Range, "If-Range": other }), 200, whole);
});

test("conditions: 304 for a tag that is had already, the file for all others, nginx's own opinion for none", async () => {
  const same = await byToken({ "If-None-Match": `"${sold.sha256}"` });
  expect([same.status, same.body.length, same.headers.etag]).toEqual([304, 0, `"${sold.sha256}"`]);
  const none: Record<string, string>[] = [
    { "If-None-Match": '"another"' },
    { "If-Match": `"${sold.sha256}"` },
    { "If-Unmodified-Since": "Thu, 01 Jan 2099 00:00:00 GMT" },
    { "If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT" },
    { "Accept-Encoding": "gzip, br" },
  ];
  for (const headers of none) expectPart(await byToken(headers), 200, whole);
  const others: Record<string, string>[] = [
    { "If-Match": '"another"' },
    { "If-Unmodified-Since": "Sat, 01 Jan 2000 00:00:00 GMT" },
  ];
  for (const headers of others) expect((await byToken(headers)).status).toBe(412);
});

test("HEAD tells length, tag and type without a byte", async () => {
  const { status, headers, body } = await byToken({ Range: "bytes=0-9" }, "HEAD");
  expect([status, body.length]).toEqual([200, 0]);
  expect(headers).toMatchObject({ "content-length": "300000", etag: `"${sold.sha256}"`, "accept-ranges": "bytes" });
});

test("nobody enters the internal location, and nobody makes us name another place", async () => {
  const place = String((await byToken({}, "GET", app.url)).headers["x-accel-redirect"]);
  const tricks = [
    place,
    `/x/..${place}`,
    `//${place}`,
    place.replace("files", "%66iles"),
    `${place}?x`,
    "/filekiosk-files/",
  ];
  for (const path of tricks) {
    const answer = await ask(path);
    expect([path, [301, 308, 404].includes(answer.status)]).toEqual([path, true]);
    expect(answer.body.includes(Buffer.from(sold.bytes.subarray(0, 64)))).toBe(false);
  }
  const spoofed = { "X-Accel-Redirect": place, "X-Filekiosk-Downloads": "1" };
  expect((await ask(`/api/files/${sold.file.id}`, spoofed)).status).toBe(402);
  expect((await ask("/healthz", spoofed)).headers["x-accel-redirect"]).toBeUndefined();
});

test("what cannot be read by nginx is a problem document with the receipt, and access stays", async () => {
  const folder = join(dataDir, "files");
  const place = String((await byToken({}, "GET", app.url)).headers["x-accel-redirect"])
    .split("/")
    .slice(2);
  test.info().skip(process.getuid?.() !== 0, "nginx runs as the owner of the files");
  await chmod(join(folder, ...place), 0o600);
  const other = chain.accounts.stranger;
  await chain.fund(other.address, 1_000_000n);
  const { header } = await signFor(sold.file.url, other);
  const refused = await present(sold.file.url, header);
  await chmod(join(folder, ...place), 0o640);
  expect([refused.status, refused.headers.get("content-type")]).toEqual([503, "application/problem+json"]);
  expect((await refused.json()).code).toBe("bytes_unavailable");
  expect(refused.headers.get("payment-response")).toBeTruthy();
  const token = refused.headers.get("claim-token") ?? "";
  const again = await fetch(sold.file.url, { headers: { "Claim-Token": token } });
  expect(
    createHash("sha256")
      .update(Buffer.from(await again.arrayBuffer()))
      .digest("hex"),
  ).toBe(sold.sha256);
});

test("the log of nginx names no ticket", async () => {
  const bought = await fetch(`${origin}/api/files/${sold.file.id}/purchase`, {
    method: "POST",
    headers: { "Claim-Token": claimToken },
  });
  const { ticketUrl } = await bought.json();
  expectPart(await ask(ticketUrl.slice(origin.length)), 200, whole);
  await expect.poll(() => nginx.log()).toContain(`/api/files/${sold.file.id} 200 300000`);
  expect(nginx.log()).not.toContain("ticket");
});

test("plain HTTP is sent to https, but what carries a payment, a sign-in or a claim is never redirected", async () => {
  const plain = `http://localhost:${plainPort}`;
  const redirected = await ask("/f/abc", {}, "GET", plain);
  expect([redirected.status, redirected.headers.location]).toEqual([308, "https://localhost/f/abc"]);
  for (const name of ["PAYMENT-SIGNATURE", "X-PAYMENT", "SIGN-IN-WITH-X", "Claim-Token", "Authorization"]) {
    const { status, headers } = await ask("/f/abc", { [name]: "x" }, "GET", plain);
    expect([name, status, headers.location]).toEqual([name, 403, undefined]);
  }
});

test("other names than ours get no answer", async () => {
  for (const at of [origin, `http://localhost:${plainPort}`]) {
    await expect(ask("/healthz", { Host: "evil.example" }, "GET", at)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect((await ask("/healthz", {}, "GET", at)).headers.server).toBe("nginx");
  }
});

test("a flood, and many requests at once from one address, are 429 with Retry-After in our words", async () => {
  const narrow = (recipe: string) =>
    [
      ["rate=100r/s", "rate=1r/s"],
      ["burst=300", "burst=9"],
      ["filekiosk_connections 256", "filekiosk_connections 2"],
    ].reduce((text, [wide = "", few = ""]) => {
      expect(text).toContain(wide);
      return text.replace(wide, few);
    }, recipe);
  const port = await freePort();
  const bent = await startNginx({ port, plainPort: await freePort(), appPort, dataDir, bend: narrow });
  const held: ClientRequest[] = [];
  try {
    const at = `http://localhost:${port}`;
    // Bodies that are still to come.
    for (let count = 0; count < 2; count += 1) {
      const headers = { "Content-Type": "application/json", "Content-Length": "99" };
      const request = httpRequest(`${at}/api/sign-in`, { method: "POST", headers, agent: false }).on("error", () => {});
      request.write("{");
      held.push(request);
    }
    await expect.poll(async () => (await ask("/healthz", {}, "GET", at)).status).toBe(429);
    for (const request of held) request.destroy();
    await expect.poll(async () => (await ask("/healthz", {}, "GET", at)).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 15 }, () => ask("/version", {}, "GET", at)));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers).toMatchObject({ "retry-after": "2", "content-type": "application/problem+json" });
    expect(JSON.parse(String(refused?.body))).toMatchObject({ code: "too_many_requests", status: 429 });
  } finally {
    for (const request of held) request.destroy();
    await bent.stop();
  }
});

test("the probe leaves nothing behind", () => {
  expect(readdirSync(join(dataDir, "files", "probe"))).toEqual([]);
});

const drop = (line: RegExp) => (recipe: string) => {
  const bent = recipe.replace(line, "");
  if (bent === recipe) throw new Error(`the recipe has no ${line}`);
  return bent;
};
const misfits: [string, (recipe: string) => string, RegExp][] = [
  [
    "ignores the header",
    (text) =>
      text.replace(
        "location / {\n        proxy_pass",
        "location / {\n        proxy_ignore_headers X-Accel-Redirect;\n        proxy_pass",
      ),
    /passes X-Accel-Redirect on/,
  ],
  [
    "has no such location",
    (text) => text.replace("/filekiosk-files/", "/other-files/"),
    /location \/filekiosk-files\//,
  ],
  ["looks in another folder", (text) => text.replace(/alias .*;/, "alias /nowhere/;"), /did not find the file .*alias/],
  ["loses the receipt", drop(/add_header PAYMENT-RESPONSE.*\n/), /lost or changed Payment-Response/],
  ["loses the sandbox", drop(/add_header Content-Security-Policy.*\n/), /lost or changed Content-Security-Policy/],
  ["loses the tag", drop(/add_header ETag.*\n/), /lost or changed ETag/],
  ["compresses", (text) => text.replace("gzip off;", "gzip on; gzip_min_length 1;"), /gzip off/],
  ["answers many ranges at once", drop(/max_ranges 1;/), /max_ranges 1/],
];
for (const [what, bend, words] of misfits) {
  test(`refuses to start: nginx ${what}`, async () => {
    const [port, other, plain] = [await freePort(), await freePort(), await freePort()];
    const bent = await startNginx({ port, plainPort: plain, appPort: other, dataDir, bend });
    try {
      const env = settings({ APP_URL: `http://localhost:${port}`, PORT: String(other) });
      const { code, output } = await startAndFail(env);
      expect([code, output]).toEqual([1, expect.stringMatching(words)]);
      expect(output).toContain("docs/operate/nginx.conf");
      expect(output).not.toContain("is ready");
    } finally {
      await bent.stop();
    }
  });
}

test("refuses to start: no nginx in front, and a proxy that leads elsewhere", async () => {
  const other = String(await freePort());
  const direct = await startAndFail(settings({ APP_URL: `http://localhost:${other}`, PORT: other }));
  expect([direct.code, direct.output]).toEqual([1, expect.stringMatching(/passes X-Accel-Redirect on/)]);
  // The first nginx leads to the app that runs already.
  const elsewhere = await startAndFail(settings({ PORT: other }));
  expect([elsewhere.code, elsewhere.output]).toEqual([1, expect.stringMatching(/does not lead to this server/)]);
});

function expectPart({ status, headers, body }: Answer, wanted: number, part: readonly [number, number] | null): void {
  expect(status).toBe(wanted);
  if (part === null) {
    expect(headers["content-range"]).toBe("bytes */300000");
    expect(JSON.parse(body.toString()).code).toBe("range_not_satisfiable");
    return;
  }
  const [start, end] = part;
  expect(headers["content-length"]).toBe(String(end - start + 1));
  expect(headers["accept-ranges"]).toBe("bytes");
  expect(headers["content-range"]).toBe(status === 206 ? `bytes ${start}-${end}/300000` : undefined);
  expect(headers.etag).toBe(`"${sold.sha256}"`);
  expect(body.equals(Buffer.from(sold.bytes).subarray(start, end + 1))).toBe(true);
}
