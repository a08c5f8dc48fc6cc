import { crc32 } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST } from "@/app/api/bundles/route";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { forgetPerProcess } from "@/lib/process";
import { manifestText } from "@/lib/products/bundles/manifest";
import { readMembers } from "@/lib/products/bundles/read-members";
import { BUNDLE_MAX_BYTES } from "@/lib/products/bundles/schema";
import { findFile } from "@/lib/products/files/find-file";
import { purgeFiles } from "@/lib/products/files/purge-files";
import { readInfo } from "@/lib/products/files/read-info";
import { removeFile } from "@/lib/products/files/remove-file";
import { updateFile } from "@/lib/products/files/update-file";
import { readStoredBytes } from "@/lib/quota/quota";
import { resetSettings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { storage } from "@/lib/storage/storage";
import { findLostVersions } from "@/lib/storage-ends/find-lost";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller, randomAddress } from "@/test/files";
import { addEntitlement } from "@/test/rows";
import { createUpload, signedIn, uploadBytes } from "@/test/uploads";
import { changeBundle } from "./change-bundle";
import { createBundle } from "./create-bundle";

let close: () => Promise<void>;
let seller: SessionData;
const now = new Date();
const later = (days: number) => new Date(now.getTime() + days * DAY);

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
});
beforeEach(async () => {
  forgetPerProcess("rate-limits");
  seller = await makeSeller();
});
afterAll(() => close());

async function upload(bytes: Uint8Array | string = "uploaded", name = "file.txt") {
  const { id, token } = await uploadBytes(Buffer.from(bytes), name, { "x-filekiosk-peer": randomAddress() });
  return { uploadId: id, uploadToken: token };
}
const file = async (name = "own.txt", bytes = "own bytes", by = seller) => ({
  fileId: (await makeFile(by, { bytes: Buffer.from(bytes), name }, now)).id,
});
const sell = (files: Parameters<typeof createBundle>[1]["files"], rest: object = {}, at = now) =>
  createBundle(seller, { files, price: "2.00", title: "All of it", ...rest }, at);
const versionOf = (fileId: string) => db().fileVersion.findFirstOrThrow({ where: { fileId, replacedAt: null } });
const stored = async (fileId: string) => (await storage().size((await versionOf(fileId)).storageKey)) !== null;

describe("files that are sold together", () => {
  it("have one price and one link; what was uploaded for it is not sold alone, what was sold before stays on sale", async () => {
    const own = await file("sold.txt");
    const bundle = await sell([await upload("one", "a.txt"), own, await upload("two", "A.TXT")]);
    expect(bundle).toMatchObject({
      title: "All of it",
      name: "All of it.zip",
      mediaType: "application/zip",
      sha256: null,
    });
    const members = bundle.bundle?.members ?? [];
    expect(members.map(({ name }) => name)).toEqual(["a.txt", "sold.txt", "A (2).TXT"]);
    const states = await Promise.all(members.map(({ fileId }) => readInfo(fileId, now).then(({ state }) => state)));
    expect(states).toEqual(["paused", "on-sale", "paused"]);
    expect((await readInfo(bundle.id, now)).state).toBe("on-sale");
    // All of its hashes could be guessed from files so small.
    expect(bundle.bundle).toMatchObject({ manifestSha256: null });
    expect(members.every(({ sha256 }) => sha256 === null)).toBe(true);
  });

  it("are listed with their hashes, and the sale is bound to the hash of the list", async () => {
    const { id, bundle } = await sell([
      await upload("x".repeat(2_000), "x.txt"),
      await upload("y".repeat(1_024), "y.txt"),
    ]);
    const { members = [], manifestSha256 } = bundle ?? {};
    const listed = members.map(({ sha256, createdAt, ...one }) => ({
      ...one,
      sha256: sha256 ?? "",
      createdAt: new Date(createdAt),
    }));
    const hash = await crypto.subtle.digest("SHA-256", Buffer.from(manifestText(listed)));
    expect(manifestSha256).toBe(Buffer.from(hash).toString("hex"));
    const terms = await db().terms.findFirstOrThrow({ where: { fileId: id }, include: { version: true } });
    expect(terms.version).toMatchObject({ sha256: manifestSha256, bundled: true });
  });

  it("take no room of their own, and keep no copy", async () => {
    const before = await readStoredBytes(db(), seller.sellerId);
    const own = await file("a", "12345");
    const { id } = await sell([own, await upload("1234567")]);
    expect((await readStoredBytes(db(), seller.sellerId)) - before).toBe(12n);
    expect(await findLostVersions(id)).toEqual([]);
  });

  it("have their CRC-32 from their upload, or read when they are first sold together", async () => {
    const own = await file("a", "12345");
    await db().fileVersion.updateMany({ where: { fileId: own.fileId }, data: { crc32: null } });
    const { id } = await sell([own, await upload("1234567")]);
    const members = await readMembers(db(), (await versionOf(id)).id);
    const crcs = ["12345", "1234567"].map((text) => crc32(text).toString(16).padStart(8, "0"));
    expect(members.map(({ crc32 }) => crc32)).toEqual(crcs);
  });
});

describe("refused, and nothing is written", () => {
  const refusals: [string, () => Promise<Parameters<typeof createBundle>[1]["files"]>, object][] = [
    ["one file", async () => [await file()], { code: "invalid_bundle", members: { count: 1, min: 2, max: 100 } }],
    [
      "101 files",
      async () => Array.from({ length: 101 }, () => ({ fileId: newId() })),
      { code: "invalid_bundle", members: { count: 101 } },
    ],
    [
      "a file twice",
      async () => {
        const own = await file();
        return [own, await file(), own];
      },
      { code: "invalid_bundle" },
    ],
    [
      "an upload twice",
      async () => {
        const one = await upload();
        return [one, one];
      },
      { code: "invalid_bundle" },
    ],
    [
      "a bundle",
      async () => [await file(), { fileId: (await sell([await file(), await file()])).id }],
      { code: "invalid_bundle" },
    ],
    [
      "another seller's file",
      async () => [await file(), await file("b", "b", await makeSeller())],
      { code: "file_not_found", status: 404 },
    ],
    ["no such file", async () => [await file(), { fileId: "none" }], { code: "file_not_found" }],
    [
      "a removed file",
      async () => {
        const own = await file();
        await removeFile(seller.sellerId, own.fileId, now);
        return [own, await file()];
      },
      { code: "file_removed" },
    ],
    [
      "a withheld file",
      async () => {
        const own = await file();
        await db().file.update({ where: { id: own.fileId }, data: { withheldAt: now } });
        return [own, await file()];
      },
      { code: "file_withheld" },
    ],
    [
      "a file without its bytes",
      async () => {
        const own = await file();
        await db().fileVersion.updateMany({ where: { fileId: own.fileId }, data: { bytesGoneAt: now } });
        return [own, await file()];
      },
      { code: "bytes_gone" },
    ],
    [
      "an upload that is still arriving",
      async () => {
        const { id, token } = await createUpload(100, "b", { "x-filekiosk-peer": randomAddress() });
        return [await file(), { uploadId: id, uploadToken: token }];
      },
      { code: "upload_incomplete" },
    ],
    [
      "an upload with another token",
      async () => [await file(), { ...(await upload()), uploadToken: "x" }],
      { code: "upload_not_found" },
    ],
    [
      "an upload that was published",
      async () => {
        const one = await upload();
        await sell([one, await file()]);
        return [one, await file()];
      },
      { code: "upload_already_used" },
    ],
    [
      "more bytes than an archive may have",
      async () => {
        const own = await file();
        await db().fileVersion.updateMany({ where: { fileId: own.fileId }, data: { size: BigInt(BUNDLE_MAX_BYTES) } });
        return [await upload(), own];
      },
      { code: "bundle_too_large", status: 413 },
    ],
  ];
  it.each(refusals)("%s", async (_, files, error) => {
    const asked = await files();
    const before = [await db().file.count(), await db().upload.count({ where: { state: "used" } })];
    await expect(sell(asked)).rejects.toMatchObject(error);
    expect([await db().file.count(), await db().upload.count({ where: { state: "used" } })]).toEqual(before);
  });

  it("500 files at the door say how many there may be", async () => {
    const files = Array.from({ length: 500 }, () => ({ uploadId: newId(), uploadToken: "x".repeat(43) }));
    const headers = { "Content-Type": "application/json", ...(await signedIn(seller)) };
    const body = JSON.stringify({ files, price: "1.00" });
    const answer = await POST(new Request("http://localhost:3000/api/bundles", { method: "POST", headers, body }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_bundle", count: 500, max: 100 });
  });

  it("new bytes for the bundle itself, and paying for its storage", async () => {
    const { id } = await sell([await file(), await file()]);
    const changes = { ...(await upload()), newVersionFor: "all-buyers" } as const;
    await expect(updateFile(seller.sellerId, id, changes, now)).rejects.toMatchObject({ code: "not_for_bundles" });
  });

  it("one request twice at once makes one bundle, and tells which", async () => {
    const files = [await upload("a"), await upload("b")];
    const made = await Promise.allSettled([sell(files), sell(files)]);
    const [one] = made.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const [other] = made.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(other).toMatchObject({ code: "upload_already_used", members: { fileId: one?.id } });
  });

  it("100 files are sold together", async () => {
    const ids = [];
    const own = await file();
    const row = await versionOf(own.fileId);
    const { id: _, fileId: __, storageKey: ___, ...version } = row;
    for (let at = 0; at < 100; at += 1) {
      const id = newId();
      await db().file.create({
        data: { id, sellerId: seller.sellerId, title: `${at}`, description: "", createdAt: now, updatedAt: now },
      });
      await db().fileVersion.create({ data: { ...version, id: newId(), fileId: id, storageKey: newId() } });
      ids.push({ fileId: id });
    }
    const { bundle } = await sell(ids);
    expect(new Set(bundle?.members.map(({ name }) => name)).size).toBe(100);
  });
});

describe("a file of a bundle", () => {
  it("that is replaced is replaced in the bundle, for the same buyers", async () => {
    const [own, other] = [await file("a.txt", "first"), await file("b.txt")];
    const { id } = await sell([own, other]);
    const first = await versionOf(id);
    await updateFile(
      seller.sellerId,
      own.fileId,
      { ...(await upload("second", "a2.txt")), newVersionFor: "all-buyers" },
      now,
    );
    const second = await versionOf(id);
    expect(second).toMatchObject({ number: 2, newVersionFor: "all-buyers" });
    expect((await findFile(id))?.version.id).toBe(second.id);
    const names = async (versionId: string) => (await readMembers(db(), versionId)).map(({ name }) => name);
    expect([await names(first.id), await names(second.id)]).toEqual([
      ["a.txt", "b.txt"],
      ["a2.txt", "b.txt"],
    ]);
  });

  it("may be exchanged for others, in another order", async () => {
    const [one, two] = [await file("1"), await file("2")];
    const { id } = await sell([one, two]);
    const changed = await changeBundle(
      seller,
      id,
      { files: [two, await upload("3", "3")], newVersionFor: "new-buyers" },
      now,
    );
    expect(changed).toMatchObject({ version: 2, bundle: { members: [{ name: "2" }, { name: "3" }] } });
    const other = await makeSeller();
    const again = { files: [one, two], newVersionFor: "new-buyers" as const };
    await expect(changeBundle(other, id, again, now)).rejects.toMatchObject({ code: "file_not_found" });
    await expect(changeBundle(seller, one.fileId, again, now)).rejects.toMatchObject({ code: "file_not_found" });
  });

  it.each([
    ["removed", "ended", (fileId: string) => removeFile(seller.sellerId, fileId, now)],
    ["withheld", "suspended", (id: string) => db().file.update({ where: { id }, data: { withheldAt: now } })],
    ["suspended", "suspended", (id: string) => db().file.update({ where: { id }, data: { suspendedAt: now } })],
  ])("that is %s stops the sale of the bundle", async (closed, state, act) => {
    const [one, two] = [await file("1"), await file("2")];
    const { id } = await sell([one, two]);
    await act(one.fileId);
    expect(await readInfo(id, now)).toMatchObject({ state, bundle: { members: [{ closed }, { closed: null }] } });
    // Without that file it is sold again.
    const changed = await changeBundle(seller, id, { files: [two, await file("3")], newVersionFor: "new-buyers" }, now);
    expect(changed.state).toBe("on-sale");
  });
});

describe("the bytes of a file of a bundle", () => {
  it("stay while the bundle is for sale, and until the last of its buyers may no longer download it", async () => {
    const members = [await file("1"), await file("2")] as const;
    const { id } = await sell(members.slice(), { onSaleUntil: later(90).toISOString() });
    await removeFile(seller.sellerId, members[0].fileId, now);
    await purgeFiles(later(80));
    expect(await Promise.all(members.map(({ fileId }) => stored(fileId)))).toEqual([true, true]);
    const { id: versionId } = await versionOf(id);
    await addEntitlement(db(), { fileId: id, versionId }, { until: later(200), createdAt: now });
    await purgeFiles(later(199));
    expect(await Promise.all(members.map(({ fileId }) => stored(fileId)))).toEqual([true, true]);
    // First the bundle is given up, then its files.
    await purgeFiles(later(201));
    await purgeFiles(later(201));
    expect(await Promise.all(members.map(({ fileId }) => stored(fileId)))).toEqual([false, false]);
  });

  it("that was replaced stay for those who bought the bundle before", async () => {
    const own = await file("1");
    const { id } = await sell([own, await file("2")]);
    const { id: versionId } = await versionOf(id);
    const { storageKey } = await versionOf(own.fileId);
    await addEntitlement(db(), { fileId: id, versionId }, { until: later(20), createdAt: now });
    await updateFile(seller.sellerId, own.fileId, { ...(await upload("new")), newVersionFor: "new-buyers" }, now);
    await purgeFiles(later(19));
    expect(await storage().size(storageKey)).not.toBeNull();
    for (const _ of [1, 2]) await purgeFiles(later(21));
    expect(await storage().size(storageKey)).toBeNull();
  });
});

describe("where storage is paid for", () => {
  beforeAll(() =>
    set({ STORAGE_PRICE: "0.10", STORAGE_PAY_TO: `0x${"5".repeat(40)}`, SELLERS: "open", STORAGE_FREE_ROOM: "1GB" }),
  );
  afterAll(() => set({}));
  function set(changes: Record<string, string>) {
    for (const name of ["STORAGE_PRICE", "STORAGE_PAY_TO", "SELLERS", "STORAGE_FREE_ROOM"]) delete process.env[name];
    Object.assign(process.env, changes);
    resetSettings();
  }

  it("a bundle is on sale no longer than its last buyer is covered by each file", async () => {
    const [one, two] = [await file("1"), await file("2")];
    await db().file.update({ where: { id: one.fileId }, data: { keptUntil: later(50), onSaleUntil: null } });
    await db().file.update({ where: { id: two.fileId }, data: { keptUntil: later(80), onSaleUntil: null } });
    const bundle = await sell([one, two]);
    expect(bundle.onSaleUntil).toBe(later(20).toISOString());
    const asked = { onSaleUntil: later(21).toISOString() };
    await expect(sell([one, two], asked)).rejects.toMatchObject({
      code: "storage_too_short",
      members: { fileId: one.fileId },
    });
    await expect(updateFile(seller.sellerId, bundle.id, asked, now)).rejects.toMatchObject({
      code: "storage_too_short",
    });
    await updateFile(seller.sellerId, bundle.id, { onSaleUntil: later(19).toISOString() }, now);
  });
});
