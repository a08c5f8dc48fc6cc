import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { get } from "node:https";
import { loadavg } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import sharp from "sharp";
import type { FileInfo } from "../../lib/products/files/schema";
import { declared, proveWallet } from "../../test/sign-in-with-x";
import { askChallenge, present, signFor } from "../buyer";
import type { Container } from "../container/run-image";
import { type ContainerShop, openContainerShop } from "../container/shop";
import { tools } from "../container/tools";
import { makePdf } from "../make-pdf";
import { type Seller, type SoldFile, signInSeller } from "../seller";

/**
 * The container image, built by the Dockerfile and run as compose.yaml says, behind the Caddyfile of docs/operate: as root
 * with Debian's tools, else skipped.
 */
test.describe.configure({ mode: "serial" });
test.beforeEach(({ browserName: _ }, info) => {
  info.skip("missing" in tools, "missing" in tools ? tools.missing : "");
});

const MB = 1024 ** 2;
let shop: ContainerShop;
let container: Container;
let seller: Seller;
/** A PDF, and what opens it. */
let sold: SoldFile;
let claimToken: string;

test.beforeAll(async () => {
  if ("missing" in tools) return;
  // `npm run test:long` builds the app in the image, packages included.
  test.setTimeout((process.env.TEST_LONG === "1" ? 40 : 5) * 60_000);
  shop = await openContainerShop(tools.caddy);
  // Caddy's own authority. One test below checks the certificate.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
});
test.afterAll(async () => {
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  await shop?.stop();
});

test("is at most 160 MB over its base, and ready for a sale ten seconds after it was started", async () => {
  expect(shop.image.size).toBeLessThan(160 * MB);
  const began = Date.now();
  container = await shop.start();
  const seconds = (Date.now() - began) / 1_000;
  console.log(`${Math.round(shop.image.size / 1e6)} MB over its base, ready after ${seconds} s`);
  // Longer where the machine does other things at the same time.
  expect(seconds).toBeLessThan(10 * Math.max(1, loadavg()[0] ?? 0));
});

test("runs as any user, without capabilities, and nothing but its volumes and /tmp can be written", async () => {
  const { output: status } = await container.exec("cat", "/proc/1/status");
  expect(status).toMatch(/^Uid:\s+4321\s+4321/m);
  expect(status).toMatch(/^CapBnd:\s+0+$/m);
  expect(
    (await container.exec("sh", "-c", "for d in / /app /etc /var/tmp; do touch $d/x && echo $d; done")).output,
  ).not.toMatch(/^\//m);
  const [kind, ...command] = shop.image.config.Healthcheck.Test;
  expect([kind, (await container.exec(...command)).code]).toEqual(["CMD", 0]);
});

test("the certificate is good, and whoever comes without one is led to it unless they show a secret", async () => {
  const ca = readFileSync(shop.front.authority);
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    get(`${shop.url}/version`, { ca, rejectUnauthorized: true }, (response) =>
      resolve(response.resume().statusCode),
    ).once("error", reject);
  });
  expect(answer).toBe(200);
  const plain = (headers: Record<string, string>) =>
    fetch(shop.front.plainUrl("/f/x?y=1"), { headers, redirect: "manual" });
  const redirect = await plain({});
  expect([redirect.status, redirect.headers.get("location")]).toEqual([308, `${shop.url}/f/x?y=1`]);
  for (const name of ["PAYMENT-SIGNATURE", "X-PAYMENT", "SIGN-IN-WITH-X", "Claim-Token", "Authorization"]) {
    expect([name, (await plain({ [name]: "secret" })).status]).toEqual([name, 403]);
  }
});

test("a PDF is sold over TLS, and opens on the page", async ({ browser }) => {
  seller = await signInSeller(shop.url, shop.chain.accounts.seller);
  sold = await seller.sell({ bytes: makePdf(["This is sheet 1.", "This is sheet 2."]), name: "manual.pdf" });
  const { header } = await signFor(sold.file.url, shop.chain.accounts.buyer);
  const paid = await present(sold.file.url, header);
  expect(paid.status).toBe(200);
  expect(Buffer.from(await paid.arrayBuffer()).equals(Buffer.from(sold.bytes))).toBe(true);
  claimToken = paid.headers.get("claim-token") ?? "";

  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(`${shop.url}/r#${claimToken}`);
  await page.getByRole("link", { name: "Go to the file’s page" }).click();
  await page.getByRole("button", { name: "Open here" }).click();
  await expect(page.getByRole("group", { name: "Page 1 of 2", exact: true })).toContainText("This is sheet 1.");
  await context.close();
  for (const part of [
    "cmaps/Adobe-Japan1-UCS2.bcmap",
    "standard_fonts/LiberationSans-Regular.ttf",
    "wasm/openjpeg.wasm",
  ]) {
    expect([part, (await fetch(`${shop.url}/api/pdf-parts/${part}`)).status]).toEqual([part, 200]);
  }
});

test("each kind of preview is made: marked, cover, and cards in Latin, Arabic and Japanese letters", async () => {
  const photo = await sharp({ create: { width: 1_200, height: 800, channels: 3, background: "#e08a4a" } })
    .jpeg()
    .toBuffer();
  const { file } = await seller.sell({ bytes: photo, name: "harbour.jpg", title: "Harbour" });
  await expect.poll(async () => (await info(file.id)).preview?.kind).toBe("watermarked");
  expect(await picture(`/api/files/${file.id}/preview`)).toMatchObject({ format: "webp", width: 600 });
  const put = await fetch(`${shop.url}/api/files/${file.id}/cover`, {
    method: "PUT",
    headers: { Origin: shop.url, Cookie: seller.cookie, "Content-Type": "image/jpeg" },
    body: new Uint8Array(photo),
  });
  expect(put.status).toBe(200);
  await expect.poll(async () => (await info(file.id)).preview?.kind).toBe("cover");
  expect(await picture(`/api/files/${file.id}/preview`)).toMatchObject({ format: "webp", width: 800 });
  const general = readFileSync(join(import.meta.dirname, "../../public/card.jpg"));
  for (const title of ["Harbour", "كشك", "写真"]) {
    await seller.request("PATCH", `/api/files/${file.id}`, { title });
    const page = await (await fetch(`${shop.url}/f/${file.id}`, { headers: { "User-Agent": "WhatsApp/2.24" } })).text();
    const url = /property="og:image" content="([^"]*)"/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const card = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(await sharp(card).metadata()).toMatchObject({ format: "jpeg", width: 1_200, height: 630 });
    expect([title, card.equals(general)]).toEqual([title, false]);
  }
});

test("its commands work: pay, backup, verify, migrate, sales-on-chain", async () => {
  const commands: [words: RegExp, ...command: string[]][] = [
    [/Saved|saved/, "pay", sold.file.url, "--yes", "--out", "/tmp"],
    [/Backup: \/backup/, "backup", "--to", "/backup"],
    [/Everything is as it should be/, "verify", "/backup", "--full"],
    [/Everything is as it should be/, "verify", "--chain"],
    [/up to date/, "migrate"],
    [/Sold: offer/, "sales-on-chain"],
  ];
  for (const [words, ...command] of commands) {
    const { code, output } = await container.exec("filekiosk", ...command);
    expect([command[0], code, output]).toEqual([command[0], 0, expect.stringMatching(words)]);
  }
});

test("the doctor finds nothing wrong, the isolation of previews included", async () => {
  const { code, output } = await container.exec("filekiosk", "doctor", "--json", "--wait", "2");
  const { findings } = JSON.parse(output) as { findings: { severity: string; code: string; words: string }[] };
  // True of this machine: all volumes are on one disk, and what Caddy's own authority signs ends after twelve hours.
  const expected = ["journal-on-same-disk", "tls-ends-soon"];
  const trouble = findings.filter((one) => one.severity !== "fine").map((one) => one.code);
  expect([code, trouble.filter((one) => !expected.includes(one))]).toEqual([0, []]);
  expect(findings.find(({ code }) => code === "isolation")?.words).toContain("can read nothing but their input");
});

test("stops in good order: a download that runs is finished", async () => {
  const big = await seller.sell({ bytes: randomBytes(24 * MB), price: "0" });
  const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    get(`${shop.url}/api/files/${big.file.id}`, resolve).once("error", reject);
  });
  const stopped = container.stop();
  await expect.poll(() => fetch(`${shop.url}/healthz`).then(({ status }) => status)).toBe(502);
  let length = 0;
  for await (const part of response) length += part.length;
  expect([length, await stopped]).toEqual([24 * MB, 0]);
  expect(container.output()).not.toMatch(/"level":"error"/);
});

test("after its volume was lost and restored, links work, and each sale made since the backup is granted once", async () => {
  test.setTimeout(180_000);
  container = await shop.start();
  const { output: commands } = await container.exec("filekiosk");
  test.info().skip(!commands.includes("restore"), "this version has no restore");
  const twins = [await seller.sell({ price: "0.5" }), await seller.sell({ price: "0.5" })];
  expect((await container.exec("filekiosk", "backup", "--to", "/backup")).code).toBe(0);
  const { buyer, stranger } = shop.chain.accounts;
  await shop.chain.fund(stranger.address, 500_000n);
  const payers = [buyer, stranger];
  for (const [index, { file }] of twins.entries()) {
    const { header } = await signFor(file.url, payers[index] ?? buyer);
    expect((await present(file.url, header)).status).toBe(200);
  }
  const balance = () => shop.chain.usdcBalance(seller.address as `0x${string}`);
  const earned = await balance();

  await container.stop();
  shop.loseData();
  const restored = await shop.runOnce("restore", "/backup");
  expect([restored.code, restored.output]).toEqual([0, expect.any(String)]);
  container = await shop.start(503);
  expect((await fetch(sold.file.url, { headers: { "Claim-Token": claimToken } })).status).toBe(200);
  expect((await fetch(sold.file.url)).status).toBe(503);

  const confirmed = await container.exec("filekiosk", "restore", "--confirm", "--yes");
  expect([confirmed.code, confirmed.output]).toEqual([0, expect.any(String)]);
  await expect.poll(async () => (await fetch(sold.file.url)).status).toBe(402);
  for (const [index, { file, bytes }] of twins.entries()) {
    const { extensions } = await askChallenge(file.url);
    const proof = await proveWallet(declared(extensions), payers[index] ?? buyer);
    const again = await fetch(file.url, { headers: { "SIGN-IN-WITH-X": proof } });
    expect([again.status, Buffer.from(await again.arrayBuffer()).equals(Buffer.from(bytes))]).toEqual([200, true]);
  }
  expect(await balance()).toBe(earned);
});

async function info(fileId: string): Promise<FileInfo> {
  return (await (await fetch(`${shop.url}/api/files/${fileId}/info`)).json()) as FileInfo;
}

async function picture(path: string) {
  return sharp(Buffer.from(await (await fetch(`${shop.url}${path}`)).arrayBuffer())).metadata();
}
