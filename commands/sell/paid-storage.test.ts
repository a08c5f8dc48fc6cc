import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { resetSettings } from "@/lib/settings/settings";
import { discardUpload } from "@/lib/uploads/bytes/discard-upload";
import { type Doors, openDoors } from "@/test/fixtures/releases/doors";
import { openShop, type Shop } from "@/test/shop";
import { OPERATOR } from "@/test/storage-shop";
import { readOptions } from "./options";
import { sellFile } from "./sell-file";

/** The routes of a shop whose storage is paid for, and a real chain. */

const SIZE = 2_000_000;
/** For 60 days, at $5 per GB and 30 days. */
const PRICE = 20_000n;

let shop: Shop;
let doors: Doors;
let before: (req: IncomingMessage) => void | Promise<void> = () => {};
let folder: string;
let seller: ReturnType<typeof newSeller>;
const words: string[] = [];

function set(settings: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  resetSettings();
}

function newSeller() {
  const key = generatePrivateKey();
  return { key, address: privateKeyToAccount(key).address };
}

beforeAll(async () => {
  shop = await openShop();
  doors = await openDoors(process.cwd(), async (req) => {
    await before(req);
    return false;
  });
});
beforeEach(async () => {
  set({ APP_URL: doors.url, STORAGE_PRICE: "5", STORAGE_PAY_TO: OPERATOR, MIN_FREE_SPACE: "1MB" });
  folder = mkdtempSync(join(tmpdir(), "filekiosk-sell-"));
  writeFileSync(file(), randomBytes(SIZE));
  seller = newSeller();
  await shop.chain.fund(seller.address, 1_000_000n);
  words.length = 0;
  vi.spyOn(console, "error").mockImplementation((text) => void words.push(String(text)));
});
afterEach(() => {
  before = () => {};
  set({ STORAGE_FREE_ROOM: undefined, SELLERS: undefined });
  rmSync(folder, { recursive: true, force: true });
});
afterAll(async () => {
  set({ APP_URL: undefined, STORAGE_PRICE: undefined, STORAGE_PAY_TO: undefined, MIN_FREE_SPACE: undefined });
  await doors?.close();
  await shop?.close();
});

const file = () => join(folder, "study.pdf");
const state = () => join(folder, "filekiosk", "sell");
const spent = async () => 1_000_000n - (await shop.chain.usdcBalance(seller.address));

function sell(...args: string[]): Promise<string> {
  const env = { PAYER_KEY: seller.key, XDG_STATE_HOME: folder };
  const options = readOptions([file(), "--price", "0.50", "--server", doors.url, ...args], env, "/nowhere");
  if (!options) throw new Error("no options");
  return sellFile(options);
}

const rowOf = (link: string) => db().file.findUniqueOrThrow({ where: { id: link.split("/").at(-1) ?? "" } });
const isFor = (method: string, path: RegExp) => (req: IncomingMessage) =>
  req.method === method && path.test(req.url ?? "");

/** What a run leaves that dies when it sends its bytes. */
async function dieAtBytes(): Promise<string> {
  const kept = join(folder, "kept");
  let uploadId = "";
  before = (req) => {
    if (!isFor("PATCH", /uploads/)(req)) return;
    uploadId = req.url?.split("/").at(-1) ?? "";
    cpSync(state(), kept, { recursive: true });
  };
  await sell("--max", "0.05");
  before = () => {};
  cpSync(kept, state(), { recursive: true });
  return uploadId;
}

it("pays for 60 days: 30 on sale, and 30 to download", async () => {
  const row = await rowOf(await sell("--max", "0.02"));
  expect(await spent()).toBe(PRICE);
  expect((Number(row.keptUntil) - Date.now()) / DAY).toBeCloseTo(60, 2);
  expect((Number(row.onSaleUntil) - Date.now()) / DAY).toBeCloseTo(30, 2);
});

it("pays for the days that were named, also where there is free room", async () => {
  set({ STORAGE_FREE_ROOM: "1GB" });
  const row = await rowOf(await sell("--max", "0.10", "--days", "90"));
  expect(await spent()).toBe((PRICE * 3n) / 2n);
  expect((Number(row.keptUntil) - Date.now()) / DAY).toBeCloseTo(90, 2);
});

it("pays nothing where there is free room, nor when its seller is named", async () => {
  set({ STORAGE_FREE_ROOM: "1GB" });
  expect((await rowOf(await sell("--max", "0.10"))).keptUntil).toBeNull();
  set({ STORAGE_FREE_ROOM: undefined, SELLERS: seller.address });
  const row = await rowOf(await sell("--max", "0.10", "--days", "90"));
  expect(row.keptUntil).toBeNull();
  expect((Number(row.onSaleUntil) - Date.now()) / DAY).toBeCloseTo(60, 2);
  expect(await spent()).toBe(0n);
});

it("pays after all when the free room was taken meanwhile, and only within the limit", async () => {
  set({ STORAGE_FREE_ROOM: "1GB" });
  before = (req) => {
    if (isFor("POST", /files$/)(req)) set({ STORAGE_FREE_ROOM: undefined });
  };
  await expect(sell("--max", "0.01")).rejects.toThrow("the limit is $0.01");
  expect(await spent()).toBe(0n);
  const row = await rowOf(await sell("--max", "0.05"));
  expect(await spent()).toBeGreaterThan(0n);
  expect(await spent()).toBeLessThanOrEqual(50_000n);
  expect(row.keptUntil).not.toBeNull();
  expect(readdirSync(state())).toEqual([]);
});

it("stops once an upload that was paid for is gone, and pays again only when it is run again", async () => {
  await discardUpload(await dieAtBytes());
  await db().upload.deleteMany();
  await expect(sell("--max", "0.05")).rejects.toThrow("pays again");
  expect(await spent()).toBe(PRICE);
  await sell("--max", "0.05");
  expect(await spent()).toBe(2n * PRICE);
});

it("sells a file that has changed since from the start, and says that what was paid is not paid back", async () => {
  await dieAtBytes();
  writeFileSync(file(), randomBytes(SIZE / 2));
  const row = await rowOf(await sell("--max", "0.05"));
  expect(row.keptBytes).toBe(BigInt(SIZE / 2));
  expect(words.join("\n")).toContain("What was paid for the earlier upload is not paid back.");
  expect(await spent()).toBe(PRICE + PRICE / 2n);
});

it("asks for nothing from the operator's own wallet, in the server's words", async () => {
  set({ STORAGE_PAY_TO: seller.address });
  await expect(sell("--max", "0.05")).rejects.toThrow("payer_is_operator");
  expect(await spent()).toBe(0n);
});
