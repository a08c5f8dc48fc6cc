import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings, settings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { storage } from "@/lib/storage/storage";
import { sweepUploads } from "@/lib/uploads/finish/sweep-uploads";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { createUpload, uploadBytes } from "@/test/uploads";
import { findFile } from "./find-file";
import { purgeFiles } from "./purge-files";
import { removeFile } from "./remove-file";
import type { NewVersionFor, OwnFile, UpdateFile } from "./schema";
import { updateFile } from "./update-file";

let close: (() => Promise<void>) | undefined;
let seller: SessionData;
let file: OwnFile;
const now = new Date();
const at = (milliseconds: number) => new Date(now.getTime() + milliseconds);

beforeEach(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  process.env.SELLERS = "open";
  await close?.();
  ({ close } = await freshDatabase());
  forgetPerProcess("rate-limits");
  seller = await makeSeller();
  file = await makeFile(seller, { bytes: Buffer.from("first"), name: "first.txt", price: "0.50" }, now);
});
afterAll(() => close?.());

async function upload(bytes = randomBytes(2_000), name = "second.bin") {
  const { id: uploadId, token: uploadToken } = await uploadBytes(bytes, name);
  return { uploadId, uploadToken };
}

const change = (changes: UpdateFile, when = at(DAY)) => updateFile(seller.sellerId, file.id, changes, when);
const replace = async (newVersionFor: NewVersionFor = "new-buyers", more: UpdateFile = {}) =>
  change({ ...(await upload()), newVersionFor, ...more });
const versions = () => db().fileVersion.findMany({ where: { fileId: file.id }, orderBy: { number: "asc" } });
const currentTerms = () => db().terms.findMany({ where: { fileId: file.id, until: null } });

/** Everything in the storage folder, by key. */
function storedKeys(): string[] {
  const root = join(settings().dataDir, "files");
  return readdirSync(root).flatMap((folder) => readdirSync(join(root, folder)));
}

/** Everything that a row refers to. */
async function knownKeys(): Promise<string[]> {
  const open = await db().upload.findMany({ where: { state: { not: "used" } }, select: { storageKey: true } });
  const kept = await db().fileVersion.findMany({ where: { bytesGoneAt: null }, select: { storageKey: true } });
  return [...open, ...kept].map(({ storageKey }) => storageKey);
}

async function expectNoOrphans(): Promise<void> {
  expect(storedKeys().sort()).toEqual((await knownKeys()).sort());
}

describe("replacing a file's bytes", () => {
  it("makes the next version, sold on the same terms under the same link, and keeps the one before", async () => {
    const bytes = randomBytes(2_000);
    const after = await change({ ...(await upload(bytes, "second.bin")), newVersionFor: "all-buyers" });
    expect(after).toMatchObject({
      id: file.id,
      url: file.url,
      title: file.title,
      price: "0.50",
      name: "second.bin",
      size: 2_000,
      version: 2,
      versionCreatedAt: at(DAY).toISOString(),
      versions: [
        { number: 2, name: "second.bin", newVersionFor: "all-buyers" },
        { number: 1, name: "first.txt" },
      ],
    });
    const [first, second] = await versions();
    expect(first).toMatchObject({ replacedAt: at(DAY), bytesGoneAt: null });
    expect(second).toMatchObject({ replacedAt: null });
    expect(await storage().size(first?.storageKey ?? "")).toBe(5);
    const found = await findFile(file.id, at(DAY));
    expect(found?.payableTerms.map(({ version }) => version.number)).toEqual([2, 1]);
    await expectNoOrphans();
  });

  it("goes with other changes in one step", async () => {
    const after = await replace("new-buyers", { price: "2", downloadDays: 365, title: "Second edition" });
    expect(after).toMatchObject({ price: "2.00", downloadDays: 365, title: "Second edition", version: 2 });
    expect(await db().terms.count({ where: { fileId: file.id } })).toBe(2);
  });

  it("happens once: of two requests with one upload at once, one is refused and changes nothing", async () => {
    const wanted = { ...(await upload()), newVersionFor: "new-buyers" as const };
    const settled = await Promise.allSettled([change(wanted), change(wanted)]);
    const [refused] = settled.filter((one) => one.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "upload_already_used" });
    expect(await versions()).toHaveLength(2);
    // The client lost the response, asks again and learns that it was done.
    await expect(change(wanted)).rejects.toMatchObject({
      code: "upload_already_used",
      members: { fileId: file.id, url: file.url },
    });
    expect(await currentTerms()).toHaveLength(1);
  });

  it("follows another replacement at once: each has its number, one is current", async () => {
    const uploads = await Promise.all([1, 2, 3, 4].map(() => upload()));
    await Promise.all(uploads.map((one) => change({ ...one, newVersionFor: "all-buyers" })));
    expect((await versions()).map(({ number, replacedAt }) => [number, replacedAt === null])).toEqual([
      [1, false],
      [2, false],
      [3, false],
      [4, false],
      [5, true],
    ]);
    const [terms] = await currentTerms();
    expect(terms?.versionId).toBe((await versions()).at(-1)?.id);
    await expectNoOrphans();
  });
});

describe("a replacement that cannot be", () => {
  it.each<[what: string, changes: () => Promise<UpdateFile>, code: string]>([
    ["a wrong token", async () => ({ ...(await upload()), uploadToken: "wrong" }), "upload_not_found"],
    ["no such upload", async () => ({ uploadId: "nothing", uploadToken: "x" }), "upload_not_found"],
    [
      "an upload that is not finished",
      async () => {
        const { id, token } = await createUpload(100);
        return { uploadId: id, uploadToken: token };
      },
      "upload_incomplete",
    ],
  ])("%s is refused and changes nothing", async (_, changes, code) => {
    const wanted = { ...(await changes()), newVersionFor: "all-buyers" as const, title: "Changed" };
    await expect(change(wanted)).rejects.toMatchObject({ code });
    expect(await versions()).toHaveLength(1);
    expect((await findFile(file.id))?.title).toBe(file.title);
  });

  it("is refused for somebody else's file and for a removed one, and leaves the upload to be used", async () => {
    const wanted = { ...(await upload()), newVersionFor: "new-buyers" as const };
    const stranger = await makeSeller();
    await expect(updateFile(stranger.sellerId, file.id, wanted, at(DAY))).rejects.toMatchObject({
      code: "file_not_found",
    });
    const other = await makeFile(seller, {}, now);
    await removeFile(seller.sellerId, other.id, now);
    await expect(updateFile(seller.sellerId, other.id, wanted, at(DAY))).rejects.toMatchObject({
      code: "file_removed",
    });
    expect(await change(wanted)).toMatchObject({ version: 2 });
  });

  it("is refused where this wallet may no longer sell", async () => {
    const ready = await upload();
    process.env.SELLERS = `0x${"9".repeat(40)}`;
    resetSettings();
    await expect(change({ ...ready, newVersionFor: "new-buyers" })).rejects.toMatchObject({
      code: "seller_not_allowed",
    });
    process.env.SELLERS = "open";
    resetSettings();
  });

  it("is refused after the end of the sale without a new date, unless it is for earlier buyers", async () => {
    const late = at(31 * DAY);
    const wanted = { ...(await upload()), newVersionFor: "new-buyers" as const };
    await expect(change(wanted, late)).rejects.toMatchObject({ code: "sale_ended" });
    expect(await change({ ...wanted, newVersionFor: "all-buyers" }, late)).toMatchObject({
      state: "ended",
      version: 2,
    });
    const again = { ...(await upload()), newVersionFor: "new-buyers" as const };
    const onSaleUntil = at(60 * DAY).toISOString();
    expect(await change({ ...again, onSaleUntil }, late)).toMatchObject({ state: "on-sale", version: 3 });
  });
});

describe("a crash while bytes are replaced", () => {
  it("before the commit leaves everything as it was, and the upload to be used or swept", async () => {
    const wanted = { ...(await upload()), newVersionFor: "all-buyers" as const };
    // The last write of the transaction fails: a crash there leaves the same state as the rollback.
    const refuse = "CREATE TRIGGER stop BEFORE INSERT ON \"Terms\" BEGIN SELECT RAISE(ABORT, 'the end'); END";
    await db().$executeRawUnsafe(refuse);
    await expect(change(wanted)).rejects.toThrow();
    expect(await versions()).toMatchObject([{ number: 1, replacedAt: null }]);
    expect(await db().upload.findUnique({ where: { id: wanted.uploadId } })).toMatchObject({ state: "finished" });
    expect(await currentTerms()).toHaveLength(1);
    await expectNoOrphans();
    await db().$executeRawUnsafe("DROP TRIGGER stop");
    expect(await change(wanted)).toMatchObject({ version: 2 });
    await expectNoOrphans();
  });

  it("before the request leaves an upload that is gone with its bytes after a day", async () => {
    await upload();
    await sweepUploads(at(2 * DAY));
    expect(storedKeys()).toHaveLength(1);
    await expectNoOrphans();
  });

  it("after the commit leaves bytes that are the version's: no sweep of uploads touches them", async () => {
    await replace("all-buyers");
    await sweepUploads(at(20 * DAY));
    expect(await db().upload.count()).toBe(0);
    expect(storedKeys()).toHaveLength(2);
    await purgeFiles(at(20 * DAY));
    expect(storedKeys()).toEqual([(await findFile(file.id))?.version.storageKey]);
    await expectNoOrphans();
  });
});

describe("the days to download", () => {
  it("may be longer than 30 from the start, and a change opens new terms", async () => {
    const longer = await makeFile(seller, { downloadDays: 3_650 }, now);
    expect(longer.downloadDays).toBe(3_650);
    expect(await change({ downloadDays: 60 })).toMatchObject({ downloadDays: 60 });
    expect(await change({ downloadDays: 60 })).toMatchObject({ downloadDays: 60 });
    const days = await db().terms.findMany({ where: { fileId: file.id }, orderBy: { from: "asc" } });
    expect(days.map(({ downloadDays, until }) => [downloadDays, until])).toEqual([
      [30, at(DAY)],
      [60, null],
    ]);
  });
});
