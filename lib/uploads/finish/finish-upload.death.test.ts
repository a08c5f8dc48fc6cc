import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import { readdir } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { createFile } from "@/lib/products/files/create-file";
import { settings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { storage } from "@/lib/storage/storage";
import { listParts } from "@/lib/uploads/bytes/upload-file";
import { type Mortal, makeMortal } from "@/test/crash";
import { makeSeller } from "@/test/files";
import { cancel, head, inEmptyShop, restartServer } from "@/test/upload-shop";
import { type Created, createUpload, sendPart } from "@/test/uploads";
import { sweepUploads } from "./sweep-uploads";

/** Every step of an upload, from its creation to the file for sale, is once the last one of a process. */

inEmptyShop();
// Some forty lives, each with its own database connection.
vi.setConfig({ testTimeout: 180_000 });

let mortal: Mortal;
beforeAll(async () => {
  mortal = await makeMortal();
});
afterEach(() => mortal.revive());
afterAll(() => mortal.restore());

const bytes = randomBytes(90_000);
const sha256 = createHash("sha256").update(bytes).digest("hex");
const checksum = (part: Uint8Array) => ({
  "Upload-Checksum": `sha1 ${createHash("sha1").update(part).digest("base64")}`,
});

/** What the client knew before the server died. */
type Known = { upload?: Created; fileId?: string };

/** One part without a checksum, one with, then the file for sale. Ends when the server dies. */
async function sell(seller: SessionData, known: Known): Promise<void> {
  known.upload ??= await createUpload(bytes.length);
  let offset = Number((await head(known.upload)).headers.get("upload-offset") ?? Number.NaN);
  while (offset < bytes.length) {
    const part = bytes.subarray(offset, offset < 40_000 ? 40_000 : bytes.length);
    const response = await sendPart(known.upload, offset, part, offset === 0 ? {} : checksum(part));
    if (response.status !== 204) throw new Error(`${response.status}`);
    offset += part.length;
  }
  const { id: uploadId, token: uploadToken } = known.upload;
  try {
    known.fileId = (await createFile(seller, { uploadId, uploadToken, price: "0.50" }, new Date())).id;
  } catch (error) {
    // The response to the first request was lost: the second returns the file it made.
    known.fileId = (error as { members?: { fileId?: string } }).members?.fileId;
    if (known.fileId === undefined) throw error;
  }
}

async function storedKeys(): Promise<string[]> {
  const files = await readdir(join(settings().dataDir, "files"), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return files.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** True after any crash: files for sale are complete, and all stored bytes have a row. */
async function expectSound(): Promise<void> {
  const [files, uploads] = [await db().fileVersion.findMany(), await db().upload.findMany()];
  expect(await db().file.count()).toBe(files.length);
  for (const file of files) {
    const hash = createHash("sha256");
    for await (const part of await storage().open(file.storageKey)) hash.update(part as Buffer);
    expect(hash.digest("hex")).toBe(file.sha256);
    expect(file.sha256).toBe(sha256);
  }
  const known = new Set([...files, ...uploads].map(({ storageKey }) => storageKey));
  for (const name of await storedKeys()) expect(known).toContain(name.replace(/\.partial$/, ""));
}

/** A month later: nothing is left but files for sale. */
async function expectSwept(): Promise<void> {
  await sweepUploads(new Date(Date.now() + 30 * DAY));
  expect(await db().upload.count()).toBe(0);
  expect(await listParts()).toEqual([]);
  const files = await db().fileVersion.findMany({ select: { storageKey: true } });
  expect(await storedKeys()).toEqual(files.map(({ storageKey }) => storageKey));
}

/** Lets the process die before each of its steps in turn. Returns how many steps there were. */
async function dieEverywhere(
  prepare: () => Promise<void>,
  live: () => Promise<unknown>,
  after: () => Promise<void>,
): Promise<number> {
  for (let deathAt = 0; ; deathAt++) {
    await prepare();
    mortal.live(deathAt);
    await live().catch(() => {});
    const died = mortal.isDead();
    const steps = mortal.steps();
    mortal.revive();
    await restartServer();
    await expectSound();
    await after();
    await expectSwept();
    await clear();
    if (!died) return steps;
  }
}

async function clear(): Promise<void> {
  for (const { storageKey } of await db().fileVersion.findMany()) await storage().remove(storageKey);
  await db().terms.deleteMany();
  await db().fileVersion.deleteMany();
  await db().file.deleteMany();
}

/** As if uploads and files were on two disks. */
function onTwoDisks(): () => void {
  const { rename } = fs.promises;
  fs.promises.rename = async (from, to) => {
    if (!String(from).endsWith(".partial")) throw Object.assign(new Error("two disks"), { code: "EXDEV" });
    return rename(from, to);
  };
  syncBuiltinESMExports();
  return () => {
    fs.promises.rename = rename;
    syncBuiltinESMExports();
  };
}

describe("a process that dies before any step of selling a file", () => {
  let seller: SessionData;
  let known: Known;
  const prepare = async () => {
    seller = await makeSeller();
    known = {};
  };
  const nobodyComesBack = async () => {};
  const clientComesBack = async () => {
    await sell(seller, known);
    const version = await db().fileVersion.findFirstOrThrow({ where: { fileId: known.fileId } });
    expect(version.sha256).toBe(sha256);
    expect(await db().file.count()).toBe(1);
    await expectSound();
  };

  it("sells nothing but whole files, and leaves no bytes behind when nobody comes back", async () => {
    const steps = await dieEverywhere(prepare, () => sell(seller, known), nobodyComesBack);
    expect(steps).toBeGreaterThan(15);
  });

  it("loses nothing for the client that comes back: it ends as one file for sale with the right bytes", async () => {
    await dieEverywhere(prepare, () => sell(seller, known), clientComesBack);
  });

  it.each([
    ["nobody comes back", nobodyComesBack],
    ["the client comes back", clientComesBack],
  ])("does the same where uploads and files lie on two disks: %s", async (_, after) => {
    const oneDisk = onTwoDisks();
    try {
      await dieEverywhere(prepare, () => sell(seller, known), after);
    } finally {
      oneDisk();
    }
  });

  it("loses nothing when the next process dies in the middle too", async () => {
    const again = async () => {
      mortal.live(4);
      await sell(seller, known).catch(() => {});
      mortal.revive();
      await restartServer();
      await expectSound();
      await clientComesBack();
    };
    await dieEverywhere(prepare, () => sell(seller, known), again);
  });
});

describe("a process that dies before any step of throwing an upload away", () => {
  it.each([40_000, bytes.length])("leaves nothing of %d bytes behind", async (length) => {
    let upload: Created;
    const prepare = async () => {
      upload = await createUpload(bytes.length);
      await sendPart(upload, 0, bytes.subarray(0, length));
    };
    const steps = await dieEverywhere(
      prepare,
      () => cancel(upload),
      async () => {},
    );
    expect(steps).toBeGreaterThanOrEqual(4);
  });
});
