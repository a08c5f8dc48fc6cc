import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import type { OwnFile } from "../../lib/products/files/schema";
import { findTuspy } from "../../scripts/lib/find-tuspy.mjs";
import { startTestChain } from "../../test/chain";
import { type Bed, makeBed, newAccount } from "../bed";
import { startBreakableProxy } from "../breakable-proxy";
import { signInSeller } from "../seller";
import { freePort } from "../stack";

/**
 * tus clients of others, unmodified: they know nothing of this shop. Each uploads, is cut off in the middle and goes on; each
 * then sends the bytes of an upload whose room was paid for. Their packages are in test/clients, apart from the app's.
 */
test.describe.configure({ mode: "serial" });

const tuspy = findTuspy();
const folder = mkdtempSync(join(tmpdir(), "filekiosk-tus-"));
const file = join(folder, "thèse.bin");
const bytes = randomBytes(3_000_000);
const sha256 = createHash("sha256").update(bytes).digest("hex");
const CUT_AFTER = 1_000_000;

let bed: Bed;
let proxy: Awaited<ReturnType<typeof startBreakableProxy>>;
test.beforeAll(async () => {
  writeFileSync(file, bytes);
  const port = await freePort();
  proxy = await startBreakableProxy(`http://localhost:${port}`);
  bed = await makeBed(await startTestChain({ chainId: 84532 }), {
    PORT: String(port),
    APP_URL: proxy.url,
    STORAGE_PRICE: "5",
    STORAGE_PAY_TO: newAccount().address,
  });
});
test.afterAll(async () => {
  await bed?.stop();
  proxy?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Run = { url?: string; env?: Record<string, string> };
const script = (name: string) => join(import.meta.dirname, "../../test/clients", name);

/** Runs a program and returns what it prints. */
async function run<T>(program: string, args: string[], env: Record<string, string> = {}): Promise<T> {
  const base = { NODE_ENV: "production" as const, PATH: process.env.PATH };
  const { stdout } = await promisify(execFile)(program, args, { env: { ...base, ...env }, timeout: 60_000 });
  return JSON.parse(stdout) as T;
}

async function upload(client: string, { url, env }: Run = {}): Promise<string> {
  const args = [script(client), proxy.url, file, ...(url ? [url] : [])];
  const python = "python" in tuspy ? tuspy : { python: "", path: "" };
  const [program, more] = client.endsWith(".py")
    ? [python.python, { PYTHONPATH: python.path }]
    : [process.execPath, {}];
  return (await run<{ url: string }>(program, args, { ...more, ...env })).url;
}

function head(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0", ...headers } });
}

for (const client of ["upload-with-tus-js-client.mjs", "upload-with-uppy.mjs", "upload-with-tuspy.py"]) {
  test.describe(client, () => {
    test.beforeEach(({ browserName: _ }, info) => {
      info.skip(client.endsWith(".py") && "missing" in tuspy, "missing" in tuspy ? tuspy.missing : "");
    });

    test("uploads, is cut off in the middle, and goes on: all bytes are there", async () => {
      const cut = proxy.cutPartAfter(CUT_AFTER);
      const url = await upload(client);
      expect(cut.done()).toBe(true);
      const there = await head(url);
      expect([there.status, there.headers.get("upload-offset")]).toEqual([200, String(bytes.length)]);
      // What servers may have logged sends bytes and does nothing else.
      const { pathname, searchParams } = new URL(url);
      const key = searchParams.get("key") ?? "";
      expect(key).toMatch(/^[\w-]{22}$/);
      expect((await head(`${proxy.url}${pathname}`)).status).toBe(403);
      const sold = await bed.seller.request("POST", "/api/files", {
        uploadId: pathname.split("/").at(-1),
        uploadToken: key,
        price: "0.25",
      });
      expect(await sold.json()).toMatchObject({ status: 404, code: "upload_not_found" });
    });

    test("sends an upload whose room was paid for, is cut off and goes on, and the file is put on sale", async () => {
      const account = newAccount();
      await bed.chain.fund(account.address, 1_000_000n);
      const env = {
        UPLOAD_TOKEN: randomBytes(32).toString("base64url"),
        PAYER_KEY: account.key,
        IDEMPOTENCY_KEY: randomBytes(16).toString("hex"),
      };
      const store = [script("store-with-fetch.mjs"), proxy.url, String(bytes.length), "60"];
      const room = await run<{ status: number; location: string }>(process.execPath, store, env);
      expect(room).toMatchObject({ status: 201, location: expect.not.stringContaining("key=") });
      const cut = proxy.cutPartAfter(CUT_AFTER);
      const { UPLOAD_TOKEN } = env;
      const url = await upload(client, { url: new URL(room.location, proxy.url).href, env: { UPLOAD_TOKEN } });
      expect(cut.done()).toBe(true);

      const seller = await signInSeller(proxy.url, account, bed.chain.chainId);
      const uploadId = new URL(url).pathname.split("/").at(-1);
      const sale = { uploadId, uploadToken: UPLOAD_TOKEN, price: "0.25" };
      const created = (await (await seller.request("POST", "/api/files", sale)).json()) as OwnFile;
      expect(created).toMatchObject({ size: bytes.length, sha256 });
    });
  });
}

test("a client behind software that lets only GET and POST pass sends POST, and says what it means", async () => {
  const seen = new Set<string>();
  proxy.watch(({ method }) => seen.add(method ?? ""));
  const url = await upload("upload-with-tus-js-client.mjs", { env: { OVERRIDE: "1" } });
  proxy.watch(() => {});
  expect([...seen]).toEqual(["POST"]);
  expect((await head(url)).headers.get("upload-offset")).toBe(String(bytes.length));
  const headers = { "Tus-Resumable": "1.0.0", "X-HTTP-Method-Override": "DELETE" };
  expect((await fetch(url, { method: "POST", headers })).status).toBe(204);
  expect((await head(url)).status).toBe(404);
});

test("refusals name what is wrong, with the status that tus gives it", async () => {
  const tus = { "Tus-Resumable": "1.0.0" };
  const ask = async (method: string, url: string, headers: Record<string, string>, body?: string) => {
    const answer = await fetch(url, { method, headers, body });
    return { status: answer.status, ...((await answer.json()) as { code: string; detail: string }) };
  };
  const endpoint = `${proxy.url}/api/uploads`;
  const created = await fetch(endpoint, { method: "POST", headers: { ...tus, "Upload-Length": "10" } });
  const url = new URL(created.headers.get("location") ?? "", proxy.url);
  const part = { ...tus, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream" };
  const sha1 = `sha1 ${Buffer.alloc(20).toString("base64")}`;
  const cases = [
    [ask("PATCH", url.href, { ...part, "Content-Type": "text/plain" }, "x"), 415, /application\/offset\+octet-stream/],
    [ask("PATCH", url.href, { ...part, "Upload-Offset": "-1" }, "x"), 400, /Upload-Offset/],
    [ask("PATCH", url.href, { ...part, "Upload-Offset": "5" }, "x"), 409, /^/],
    [ask("PATCH", url.href, { ...part, "Tus-Resumable": "0.2.2" }, "x"), 412, /^/],
    [ask("PATCH", url.href, { ...part, "Upload-Checksum": sha1 }, "x"), 460, /^/],
    [ask("PATCH", url.origin + url.pathname, part, "x"), 403, /Location.*Upload-Token/],
    [ask("PATCH", `${url.origin}${url.pathname}?key=${"A".repeat(22)}`, part, "x"), 404, /^/],
    [ask("POST", endpoint, { ...tus, "Upload-Concat": "partial", "Upload-Length": "5" }), 400, /Upload-Concat/],
    [ask("POST", endpoint, { ...tus, "Upload-Defer-Length": "1" }), 400, /Upload-Length/],
    [ask("POST", url.href, tus), 405, /PATCH/],
  ] as const;
  for (const [asked, status, words] of cases) {
    const answer = await asked;
    expect([answer.status, answer.detail ?? ""]).toEqual([status, expect.stringMatching(words)]);
  }
});
