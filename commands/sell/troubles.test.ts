import { createHash, randomBytes } from "node:crypto";
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { resetSettings } from "@/lib/settings/settings";
import { hasFileSystems, pullOut } from "@/test/disks";
import { mountDisk } from "@/test/file-systems";
import { type Doors, openDoors } from "@/test/fixtures/releases/doors";
import { pageOf, startMeddlingProxy } from "@/test/meddling-proxy";
import { openShop, type Shop } from "@/test/shop";
import { Interrupted } from "./interrupted";
import { LocalFile } from "./local-file";
import { readOptions } from "./options";
import { sellFile } from "./sell-file";
import { requestUpload } from "./upload-request";

/** The routes of a shop behind a proxy that is in the way, and files that are not where they were. */

let shop: Shop;
let doors: Doors;
let proxy: Awaited<ReturnType<typeof startMeddlingProxy>>;
let folder: string;
const words: string[] = [];
beforeAll(async () => {
  shop = await openShop();
  doors = await openDoors(process.cwd());
  proxy = await startMeddlingProxy(doors.url);
  process.env.APP_URL = proxy.url;
  resetSettings();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-sell-"));
  words.length = 0;
  vi.spyOn(console, "error").mockImplementation((text) => void words.push(String(text)));
});
afterEach(() => {
  proxy.meddle({});
  proxy.watch(() => {});
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  delete process.env.APP_URL;
  resetSettings();
  proxy?.stop();
  await doors?.close();
  await shop?.close();
});

function put(bytes = randomBytes(1_500_000), at = folder) {
  const path = join(at, "study.pdf");
  writeFileSync(path, bytes);
  return { path, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function sell(path: string): Promise<string> {
  const env = { PAYER_KEY: shop.chain.accounts.buyer.key, XDG_STATE_HOME: folder };
  const options = readOptions([path, "--price", "0.50", "--server", proxy.url], env, "/nowhere");
  if (!options) throw new Error("no options");
  return sellFile(options);
}

const notes = () => readdirSync(join(folder, "filekiosk", "sell")).filter((name) => name.endsWith(".json"));
const isPart = (req: { method?: string }) => req.method === "PATCH";

async function expectSold(link: string, sha256: string) {
  const { versions } = await db().file.findUniqueOrThrow({
    where: { id: link.split("/").at(-1) ?? "" },
    include: { versions: true },
  });
  expect(versions.map((version) => version.sha256)).toEqual([sha256]);
  expect(notes()).toEqual([]);
}

describe("a proxy", () => {
  it("that takes small bodies only gets small parts", async () => {
    const { path, sha256 } = put();
    const sizes: number[] = [];
    proxy.watch((req) => void (isPart(req) && sizes.push(Number(req.headers["content-length"]))));
    proxy.meddle({ maxBody: 500_000 });
    await expectSold(await sell(path), sha256);
    expect(sizes).toEqual([1_500_000, 750_000, 375_000, 375_000, 375_000, 375_000]);
  });

  it("that takes no useful part at all is named, with what its operator can do", async () => {
    proxy.meddle({ answers: (req) => (isPart(req) ? pageOf(413) : undefined) });
    await expect(sell(put().path)).rejects.toThrow(/HTTP 413.*operator can raise.*100 MB/);
    expect(notes()).toHaveLength(1);
  });

  it.each([
    [502, {}],
    [503, { "Retry-After": "1" }],
    [504, {}],
    [429, { "Retry-After": "1" }],
  ])("that answers %i once is waited for, as long as it asks", async (status, headers) => {
    const { path, sha256 } = put();
    const times: number[] = [];
    proxy.meddle({
      answers(req) {
        if (!isPart(req)) return undefined;
        times.push(performance.now());
        return times.length === 1 ? pageOf(status, headers as Record<string, string>) : undefined;
      },
    });
    await expectSold(await sell(path), sha256);
    const [first = 0, second = 0] = times;
    if ("Retry-After" in headers) expect(second - first).toBeGreaterThan(990);
  });

  it("of a network that wants a sign-in first is waited for, and takes nothing for an answer of the shop", async () => {
    const { path, sha256 } = put();
    let pages = 0;
    proxy.meddle({ answers: (req) => (isPart(req) && pages++ < 2 ? pageOf(200) : undefined) });
    await expectSold(await sell(path), sha256);
    expect(pages).toBe(3);
  });

  it.each([401, 403, 511])("that refuses with %i is named, and the note stays", async (status) => {
    proxy.meddle({ answers: (req) => (isPart(req) ? pageOf(status) : undefined) });
    await expect(sell(put().path)).rejects.toThrow(/firewall|password|sign in/);
    expect(notes()).toHaveLength(1);
  });

  it("that says 404 about the upload is not believed", async () => {
    const { path, sha256 } = put();
    proxy.meddle({ answers: (req) => (req.method === "HEAD" ? pageOf(404) : undefined) });
    await expect(sell(path)).rejects.toThrow("Something between you and this server answered in its place (HTTP 404)");
    proxy.meddle({});
    await expectSold(await sell(path), sha256);
  });

  it("that answers the sign-in with a page of its own is named", async () => {
    proxy.meddle({ answers: (req) => (req.url === "/api/sign-in" ? pageOf(200) : undefined) });
    await expect(sell(put().path)).rejects.toThrow("Your network answered in place of this server.");
  });

  it("through which no byte gets any more is given up for the next attempt", async () => {
    const run = { sale: { uploadId: "u", uploadToken: "t" }, options: { server: proxy.url } } as never;
    proxy.meddle({ holdsBodyAfter: 100_000 });
    const bytes = randomBytes(20_000_000);
    const sent = requestUpload(run, "PATCH", { "Content-Length": "20000000" }, { bytes, report: () => {} }, 300);
    await expect(sent).rejects.toThrow("No data has got through for a while.");
  });
});

describe("the file", () => {
  it("that is written to while it is sent is named at once", async () => {
    const { path } = put();
    proxy.watch((req) => void (req.method === "HEAD" && appendFileSync(path, "more")));
    const parts: unknown[] = [];
    proxy.meddle({ answers: (req) => void (isPart(req) && parts.push(req)) });
    await expect(sell(path)).rejects.toThrow("The file changed while it was sent.");
    expect(parts).toEqual([]);
  });

  it.runIf(hasFileSystems)("on a disk that is pulled out is named at once, and the upload is kept", async () => {
    const disk = mountDisk("exfat", 8_000_000);
    const { path } = put(randomBytes(1_500_000), disk);
    proxy.watch((req) => void (req.method === "HEAD" && pullOut(disk)));
    const failed = await sell(path).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Interrupted);
    expect(String(failed)).toMatch(/can no longer be read: the (?:disk|network)/);
    expect(notes()).toHaveLength(1);
  });

  it.each([
    ["/nowhere/a", /it is not there/],
    ["/proc/self/mem", /is not a file|is empty/],
    ["/", "is not a file"],
  ])("%s cannot be sold, in words", async (path, expected) => {
    await expect(LocalFile.open(path)).rejects.toThrow(expected);
  });
});
