import { execFile, spawnSync } from "node:child_process";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { present, signFor } from "../buyer";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { type App, devnetEnv, freePort, type Stack, startApp, startStack } from "../stack";

/** Tickets, download managers and its own origin for downloads, on the production build. */
test.describe.configure({ mode: "serial" });

const SECRET = randomBytes(32).toString("hex");
const MB = 1024 * 1024;
let stack: Stack;
let app: App;
/** The app's origin, and the other one that leads to the same server. */
let origin: string;
let downloads: string;
let seller: Seller;
let sold: SoldFile;
let claimToken: string;
let folder: string;

test.beforeAll(async () => {
  stack = await startStack({ SESSION_SECRET: SECRET });
  await stack.app.stop();
  const port = await freePort();
  origin = `http://localhost:${port}`;
  downloads = `http://127.0.0.1:${port}`;
  const env = { ...devnetEnv(stack.chain, stack.dataDir), SESSION_SECRET: SECRET, PORT: String(port) };
  app = await startApp({ ...env, APP_URL: origin, DOWNLOAD_ORIGIN: downloads });
  seller = await signInSeller(origin, stack.chain.accounts.seller);
  sold = await seller.sell({ bytes: randomBytes(24 * MB), name: "صور 写真.svg", price: "0.25" });
  const { header } = await signFor(sold.file.url, stack.chain.accounts.buyer);
  const paid = await present(sold.file.url, header);
  claimToken = paid.headers.get("claim-token") ?? "";
  await paid.body?.cancel();
  folder = mkdtempSync(join(tmpdir(), "filekiosk-downloads-"));
});
test.afterAll(async () => {
  await app?.stop();
  await stack?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function newTicketUrl(fileId = sold.file.id, headers: Record<string, string> = { "Claim-Token": claimToken }) {
  const answer = await fetch(`${origin}/api/files/${fileId}/purchase`, { method: "POST", headers });
  expect(answer.status).toBe(200);
  return (await answer.json()).ticketUrl as string;
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const atApp = (url: string) => url.replace(downloads, origin);
const plain = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(url, { headers, method, redirect: "manual" });

/** The same ticket with another end, signed as the server does. */
function withEnd(url: string, end: Date): string {
  const [, reference] = (new URL(url).searchParams.get("ticket") ?? "").split(".");
  const body = `${Math.floor(end.getTime() / 1_000).toString(36)}.${reference}`;
  const signature = createHmac("sha256", SECRET).update(`ticket:${sold.file.id}:${body}`).digest("base64url");
  return `${downloads}/api/files/${sold.file.id}?ticket=${body}.${signature}`;
}

test("a ticket is an address at the download origin that needs no cookie and sets none", async () => {
  const url = await newTicketUrl();
  expect(url.startsWith(`${downloads}/api/files/${sold.file.id}?ticket=`)).toBe(true);
  const answer = await plain(url);
  expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sold.sha256);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/octet-stream",
    "content-length": String(24 * MB),
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "referrer-policy": "no-referrer",
  });
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; /);
  expect(answer.headers.getSetCookie()).toEqual([]);
});

test("HEAD and many ranges at once fit together to the whole", async () => {
  const url = await newTicketUrl();
  const head = await plain(url, {}, "HEAD");
  expect([head.status, head.headers.get("accept-ranges")]).toEqual([200, "bytes"]);
  const size = Number(head.headers.get("content-length"));
  const step = Math.ceil(size / 16);
  const parts = Array.from({ length: 16 }, async (_, index) => {
    const last = Math.min((index + 1) * step, size) - 1;
    const Range = `bytes=${index * step}-${last}`;
    const part = await plain(url, { Range, "If-Range": head.headers.get("etag") ?? "" });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes ${index * step}-${last}/${size}`]);
    return Buffer.from(await part.arrayBuffer());
  });
  expect(sha256(Buffer.concat(await Promise.all(parts)))).toBe(sold.sha256);
});

test("a transfer that runs outlives its ticket; going on afterwards is told where a new one comes from", async () => {
  const url = withEnd(await newTicketUrl(), new Date(Date.now() + 3_000));
  const running = await new Promise<IncomingMessage>((resolve, reject) => get(url, resolve).on("error", reject));
  expect(running.statusCode).toBe(200);
  await expect.poll(async () => (await plain(url, { Range: "bytes=0-0" })).status, { timeout: 10_000 }).toBe(410);
  const parts: Buffer[] = [];
  for await (const part of running) parts.push(part as Buffer);
  expect(sha256(Buffer.concat(parts))).toBe(sold.sha256);

  const resumed = await plain(url, { Range: `bytes=${MB}-` });
  const problem = await resumed.json();
  expect(problem).toMatchObject({ code: "ticket_ended", fileUrl: sold.file.url });
  expect(problem.detail).toContain(`${origin}/api/files/${sold.file.id}/purchase`);
  expect(resumed.headers.get("payment-required")).toBeNull();
  expect((await plain(await newTicketUrl(), { Range: `bytes=${MB}-` })).status).toBe(206);
});

test("a person with an expired download URL lands on the file's page, from either host", async () => {
  const over = withEnd(await newTicketUrl(), new Date(Date.now() - 1_000));
  for (const url of [over, atApp(over)]) {
    const answer = await plain(url, { Accept: "text/html,*/*;q=0.8" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, sold.file.url]);
  }
  expect((await plain(atApp(over))).status).toBe(410);
});

test("at the download origin nothing but a ticket counts: no claim, payment or cookie, and no money moves", async () => {
  const before = await stack.chain.usdcBalance(stack.chain.accounts.buyer.address);
  const other = await seller.sell({ price: "0.25" });
  const { header } = await signFor(other.file.url, stack.chain.accounts.buyer);
  const shown = { "Claim-Token": claimToken, "PAYMENT-SIGNATURE": header, Cookie: seller.cookie };
  for (const file of [sold, other]) {
    const without = await plain(`${downloads}/api/files/${file.file.id}`, shown);
    expect([without.status, (await without.json()).code]).toEqual([404, "not_found"]);
    const forged = await plain(`${downloads}/api/files/${file.file.id}?ticket=forged`, shown);
    expect([forged.status, (await forged.json()).code]).toEqual([410, "ticket_ended"]);
    expect(forged.headers.get("payment-required")).toBeNull();
  }
  for (const path of ["/", `/f/${sold.file.id}`, "/dashboard", "/healthz", "/api/files", "/api/sign-in", "/icon.svg"]) {
    const answer = await plain(`${downloads}${path}`, { Accept: "text/html", Cookie: seller.cookie });
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  expect(await stack.chain.usdcBalance(stack.chain.accounts.buyer.address)).toBe(before);
});

test("at the app's origin a ticket is redirected, and what pays, signs in or claims never is", async () => {
  const url = await newTicketUrl();
  const redirected = await plain(atApp(url));
  expect([redirected.status, redirected.headers.get("location")]).toEqual([307, url]);
  for (const name of ["PAYMENT-SIGNATURE", "X-PAYMENT", "SIGN-IN-WITH-X", "Claim-Token", "Authorization"]) {
    const answer = await plain(atApp(url), { [name]: name === "Claim-Token" ? claimToken : "x", Range: "bytes=0-9" });
    expect([name, answer.status, answer.headers.get("location")]).toEqual([name, 206, null]);
    await answer.body?.cancel();
  }
  const spoofed = await plain(`${origin}/api/files/${sold.file.id}?ticket=forged`, { "X-Filekiosk-Downloads": "1" });
  expect([spoofed.status, spoofed.headers.get("location")]).toEqual([410, null]);
});

test("a free file downloads there too, for as long as it is free", async () => {
  const free = await seller.sell({ price: "0", name: "free.html" });
  const url = await newTicketUrl(free.file.id, {});
  expect(url.startsWith(downloads)).toBe(true);
  const answer = await plain(url);
  expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(free.sha256);
  expect(answer.headers.get("content-type")).toBe("application/octet-stream");
  expect((await seller.request("PATCH", `/api/files/${free.file.id}`, { price: "1" })).status).toBe(200);
  expect((await plain(url)).status).toBe(410);
});

const script = "<script xmlns='http://www.w3.org/1999/xhtml'>document.title = 'rendered'</script>";
for (const [name, text] of [
  ["page.html", `<!doctype html><title>x</title>${script}`],
  ["picture.svg", `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`],
  ["page.xhtml", `<html xmlns="http://www.w3.org/1999/xhtml"><head>${script}</head><body/></html>`],
] as const) {
  test(`a browser saves ${name} and renders nothing of it, on either origin`, async ({ page }) => {
    const free = await seller.sell({ price: "0", name, bytes: Buffer.from(text) });
    for (const url of [`${origin}/api/files/${free.file.id}`, await newTicketUrl(free.file.id, {})]) {
      const downloading = page.waitForEvent("download");
      // A navigation that becomes a download is called off.
      await page.goto(url).catch(() => null);
      const download = await downloading;
      expect(readFileSync((await download.path()) ?? "").equals(Buffer.from(text))).toBe(true);
      expect([page.url(), await page.title()]).toEqual(["about:blank", ""]);
    }
  });
}

/** Leaves the first megabytes of the file, as a download that broke off does. */
function brokenOff(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(sold.bytes).subarray(0, 5 * MB + 17));
  return path;
}

const run = promisify(execFile);
const tools: [string, string, (url: string) => Promise<string>][] = [
  [
    "curl",
    "curl -C -",
    async (url) => {
      const path = brokenOff("curl");
      await run("curl", ["-sSfL", "-C", "-", "-o", path, url]);
      return path;
    },
  ],
  [
    "wget",
    "wget -c",
    async (url) => {
      const path = brokenOff("wget");
      await run("wget", ["-q", "-c", "-O", path, url]);
      return path;
    },
  ],
  [
    "aria2c",
    "aria2c -x4",
    async (url) => {
      const args = [
        "-x4",
        "-s4",
        "-k1M",
        "-q",
        "--no-conf=true",
        "-d",
        folder,
        "-o",
        `aria-${randomBytes(4).toString("hex")}`,
        url,
      ];
      await run("aria2c", args);
      return join(folder, args[8] ?? "");
    },
  ],
];
for (const [program, what, download] of tools) {
  test(`${what} downloads by a ticket, at its own address and by way of the app's`, async () => {
    test.info().skip(spawnSync(program, ["--version"]).status !== 0, `${program} is not installed`);
    const url = await newTicketUrl();
    for (const at of [url, atApp(url)]) expect(sha256(readFileSync(await download(at)))).toBe(sold.sha256);
  });
}
