import { rmSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readNeededFees } from "@/lib/payment-methods/evm/gas/fees";
import { GAS_OF_A_SETTLEMENT } from "@/lib/payment-methods/evm/gas/sales-left";
import { forgetPerProcess } from "@/lib/process";
import { type ExaminedShop, openExaminedShop, setEnvironment } from "@/test/examined-shop";
import { makeCertificate } from "@/test/front";
import { expectFound, type Planted, plainServer } from "@/test/planted-faults";

/** Faults of the web server in front of a running shop, planted one by one: the doctor names each, and nothing else. */

let world: ExaminedShop;
beforeAll(async () => {
  world = await openExaminedShop();
});
afterAll(() => world?.close());

const all: Planted[] = [
  ["proxies-uncounted", "a proxy, and none is counted", () => ({ env: { TRUSTED_PROXIES: "0" } })],
  ["proxies-overcounted", "one proxy, and two are counted", () => ({ env: { TRUSTED_PROXIES: "2" } })],
  [
    "proxies-overcounted",
    "a proxy that replaces the list",
    () => ({ env: { TRUSTED_PROXIES: "2" }, front: { forwardedFor: "replace" } }),
  ],
  ["proxies-undercounted", "two proxies, and one is counted", () => ({ front: { forwardedFor: "add-two" } })],
  [
    "proxy-hides-visitors",
    "a proxy that tells no address",
    () => ({ env: { TRUSTED_PROXIES: "0" }, front: { dropsHeaders: ["x-forwarded-for"], forwardedFor: "leave" } }),
  ],
  ["large-body-refused", "a limit on bodies", () => ({ front: { maxBody: 1_000_000 } })],
  ["uploads-buffered", "bodies that are collected", () => ({ front: { keepsBodies: true } })],
  ["downloads-buffered", "answers that are collected", () => ({ front: { keepsAnswers: true } })],
  ["download-damaged", "a filter that compresses files", () => ({ front: { compresses: true } })],
  ["long-answer-cut", "a time-out of two and a half seconds", () => ({ front: { patience: 2_500 }, silence: 5 })],
  ["payment-header-refused", "request headers of 3 KB at most", () => ({ front: { maxRequestHeaders: 3_000 } })],
  ["long-payment-header-refused", "request headers of 8 KB at most", () => ({ front: { maxRequestHeaders: 8_192 } })],
  ["challenge-header-refused", "answer headers of 4 KB at most", () => ({ front: { maxAnswerHeaders: 4_096 } })],
  ["ranges-lost", "a proxy without ranges", () => ({ front: { dropsHeaders: ["range"] } })],
  ["etag-lost", "a proxy that removes ETag", () => ({ front: { dropsAnswerHeaders: ["etag"] } })],
  ["tls-invalid", "a certificate that nobody trusts", () => ({ as: { ca: undefined } })],
  ["tls-ends-soon", "a certificate that ends in five days", () => ({ certificate: makeCertificate(5) })],
  ["plain-http-served", "the shop by plain http", plainServer],
  ["download-origin-lost", "downloads that lead nowhere", () => ({ env: { DOWNLOAD_ORIGIN: "https://127.0.0.1:9" } })],
  ["url-unreachable", "a public URL where nothing listens", () => ({ env: { APP_URL: "https://localhost:9" } })],
  [
    "url-leads-elsewhere",
    "a public URL of another program",
    () => ({ front: { dropsHeaders: ["x-filekiosk-doctor"] } }),
  ],
  ["shop-not-running", "a shop that is stopped", () => ({ env: { APP_URL: "https://localhost:9", PORT: "9" } })],
  ["shop-unrecognised", "settings of another shop", () => ({ env: { SESSION_SECRET: "0123456789abcdef".repeat(2) } })],
];

it("finds nothing wrong with a sound shop", async () => {
  expect(await world.look({ isPublic: true })).toEqual([]);
});

describe.concurrent("names", () => {
  it.each(all)("%s: %s", async (code, _what, plant) =>
    expectFound(world, code, { isPublic: true, ...(await plant(world)) }),
  );
});

describe("names what the running shop says", () => {
  it("shop-not-ready: a folder that was deleted", async () => {
    const files = join(world.database.dir, "files");
    rmSync(files, { recursive: true });
    writeFileSync(files, "a file where the folder should be");
    forgetPerProcess("readiness");
    const found = await world.look({ isPublic: true });
    expect(found.map(({ code }) => code)).toEqual(["data-not-writable", "shop-not-ready"]);
    await rm(files);
    forgetPerProcess("readiness");
  });

  it("version-differs: a shop that was not restarted", async () => {
    const { version } = world.shop.said;
    world.shop.said.version = "0.0.1";
    await expectFound(world, "version-differs", { isPublic: true, undo: () => (world.shop.said.version = version) });
  });

  it("shop-warns: little gas", async () => {
    const { baseFee, tip } = await readNeededFees(world.chain.network);
    setEnvironment({ GAS_KEY: await world.newGasKey((baseFee + tip) * GAS_OF_A_SETTLEMENT * 20n) });
    forgetPerProcess("readiness");
    const found = await world.look({ isPublic: true });
    expect(found.map(({ code }) => code)).toEqual(["shop-warns"]);
  });
});
