import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { resetSettings } from "@/lib/settings/settings";
import { UPLOAD_PART_SIZE } from "@/lib/uploads/schema";
import { type Doors, openDoors } from "@/test/fixtures/releases/doors";
import { openShop, type Shop } from "@/test/shop";
import { readOptions } from "./options";
import { sellFile } from "./sell-file";

/** The routes of a shop whose storage is free, and a real chain. */

let shop: Shop;
let doors: Doors;
let before: (req: IncomingMessage) => boolean = () => false;
let folder: string;
const words: string[] = [];
beforeAll(async () => {
  shop = await openShop();
  doors = await openDoors(process.cwd(), async (req) => before(req));
  process.env.APP_URL = doors.url;
  resetSettings();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "filekiosk-sell-"));
  words.length = 0;
  vi.spyOn(console, "error").mockImplementation((text) => void words.push(String(text)));
});
afterEach(() => {
  before = () => false;
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  delete process.env.APP_URL;
  await doors?.close();
  await shop?.close();
});

const file = () => join(folder, "study.pdf");
const state = () => join(folder, "filekiosk", "sell");
const notes = () => readdirSync(state()).filter((name) => name.endsWith(".json"));

function put(bytes: Buffer): Buffer {
  writeFileSync(file(), bytes);
  return bytes;
}

function sell(...args: string[]): Promise<string> {
  const env = { PAYER_KEY: shop.chain.accounts.buyer.key, XDG_STATE_HOME: folder };
  const options = readOptions([file(), "--price", "0.50", "--server", doors.url, ...args], env, "/nowhere");
  if (!options) throw new Error("no options");
  return sellFile(options);
}

const rowOf = (link: string) =>
  db().file.findUniqueOrThrow({
    where: { id: link.split("/").at(-1) ?? "" },
    include: { versions: true, terms: true, seller: true },
  });
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** What a run leaves that dies when it makes this request: answered or not. */
async function dieAt(method: string, path: RegExp, ...args: string[]): Promise<void> {
  const kept = join(folder, "kept");
  before = (req) => {
    if (req.method === method && path.test(req.url ?? "")) cpSync(state(), kept, { recursive: true });
    return false;
  };
  await sell(...args);
  before = () => false;
  cpSync(kept, state(), { recursive: true });
  rmSync(kept, { recursive: true });
}

it("puts a file on sale as it was told, signs out, and leaves no note", async () => {
  const bytes = put(randomBytes(20_000));
  const link = await sell(
    "--title",
    "A study",
    "--description",
    "Of bees",
    "--days",
    "90",
    "--download-days",
    "60",
    "--hide",
  );
  const row = await rowOf(link);
  expect(link).toBe(`${doors.url}/f/${row.id}`);
  expect(row).toMatchObject({
    title: "A study",
    description: "Of bees",
    showing: expect.stringContaining('"picture":"none"'),
    versions: [{ name: "study.pdf", sha256: sha256(bytes) }],
    terms: [{ priceMicroUsd: 500_000n, downloadDays: 60 }],
    seller: { address: shop.chain.accounts.buyer.address.toLowerCase() },
  });
  const daysOnSale = (Number(row.onSaleUntil) - Date.now()) / 86_400_000;
  expect(daysOnSale).toBeCloseTo(30, 1);
  expect(notes()).toEqual([]);
  expect(words).toContain("Storage is free here: nothing is paid for it.");
  expect(await db().session.count()).toBe(0);
});

it("notes what opens the upload for nobody else to read", async () => {
  put(randomBytes(5_000));
  await dieAt("PATCH", /uploads/);
  const [note = ""] = notes();
  expect(statSync(join(state(), note)).mode & 0o777).toBe(0o600);
  expect(statSync(state()).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(state(), note), "utf8")).not.toContain(shop.chain.accounts.buyer.key.slice(2));
});

it("leaves a sale to the run that is at it, and takes it up from one that is gone", async () => {
  put(randomBytes(5_000));
  await dieAt("PATCH", /uploads/);
  const lock = join(state(), readdirSync(state()).find((name) => name.endsWith(".lock")) ?? "");
  writeFileSync(lock, String(process.ppid));
  await expect(sell()).rejects.toThrow(`process ${process.ppid}`);
  expect(notes()).toHaveLength(1);
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  writeFileSync(lock, String(gone));
  await sell();
  expect(readdirSync(state())).toEqual([]);
});

it("says which note cannot be read", async () => {
  put(randomBytes(5_000));
  await dieAt("PATCH", /uploads/);
  const [note = ""] = notes();
  writeFileSync(join(state(), note), "{");
  await expect(sell()).rejects.toThrow(note);
});

it("goes on over a connection that breaks, from where the server is", async () => {
  const bytes = put(randomBytes(UPLOAD_PART_SIZE + 100_000));
  const offsets: string[] = [];
  before = (req) => {
    if (req.method !== "PATCH") return false;
    offsets.push(String(req.headers["upload-offset"]));
    if (offsets.length !== 2) return false;
    req.socket.destroy();
    return true;
  };
  expect((await rowOf(await sell())).versions[0]?.sha256).toBe(sha256(bytes));
  expect(offsets).toEqual(["0", String(UPLOAD_PART_SIZE), String(UPLOAD_PART_SIZE)]);
});

it.each([
  ["room for the upload", "POST", /uploads$/],
  ["a part", "PATCH", /uploads/],
  ["the sale", "POST", /files$/],
])("a run that died when it asked for %s is taken up: one file", async (_what, method, path) => {
  const bytes = put(randomBytes(20_000));
  await dieAt(method, path);
  const files = await db().file.count();
  const earlier = await db().file.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
  const link = await sell();
  expect((await rowOf(link)).versions[0]?.sha256).toBe(sha256(bytes));
  expect(notes()).toEqual([]);
  // Room that was asked for without paying is given again: nothing was published with it.
  if (method === "POST" && String(path).includes("uploads")) return;
  expect(await db().file.count()).toBe(files);
  expect(link).toBe(`${doors.url}/f/${earlier.id}`);
});

it("a file that has changed since is sold as it is now, and one that was only touched goes on", async () => {
  const bytes = put(randomBytes(UPLOAD_PART_SIZE + 5_000));
  await dieAtSecondPart();
  utimesSync(file(), 1, 1);
  const parts = await countParts(() => sell());
  expect(parts).toEqual([String(UPLOAD_PART_SIZE)]);

  await dieAtSecondPart();
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  put(bytes);
  const links: string[] = [];
  expect(await countParts(async () => void links.push(await sell()))).toEqual(["0", String(UPLOAD_PART_SIZE)]);
  expect(words.join("\n")).toContain("The file has changed since an earlier run");
  expect((await rowOf(links[0] ?? "")).versions[0]?.sha256).toBe(sha256(bytes));
});

/** Ends a run for good after its first part. */
async function dieAtSecondPart(): Promise<void> {
  let parts = 0;
  before = (req) => {
    if (req.method === "PATCH") parts += 1;
    if (parts < 2) return false;
    // No attempt would help.
    req.headers["tus-resumable"] = "0.0.1";
    return false;
  };
  await expect(sell()).rejects.toThrow("tus protocol");
  before = () => false;
}

async function countParts(work: () => Promise<unknown>): Promise<string[]> {
  const offsets: string[] = [];
  before = (req) => {
    if (req.method === "PATCH") offsets.push(String(req.headers["upload-offset"]));
    return false;
  };
  await work();
  before = () => false;
  return offsets;
}
