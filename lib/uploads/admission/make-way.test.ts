import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { attachUpload } from "@/lib/products/files/attach-upload";
import { storage } from "@/lib/storage/storage";
import { markDiscarded } from "@/lib/uploads/bytes/discard-upload";
import { partPath } from "@/lib/uploads/bytes/upload-file";
import { sweepUploads } from "@/lib/uploads/finish/sweep-uploads";
import { codeOf, countUploads, crowd, head, inEmptyShop, letRest, restartServer, rowOf } from "@/test/upload-shop";
import { type Created, callUploads, createUpload, sendPart, signedIn } from "@/test/uploads";

inEmptyShop();

const rested = () => new Date(Date.now() - 11 * MINUTE);
const seller = { sellerId: "seller", address: `0x${"a".repeat(40)}`, chainId: 0 };
let address = 0;
beforeEach(async () => {
  address = 0;
  const { sellerId: id, address: payTo } = seller;
  await db().seller.create({ data: { id, address: payTo, payTo, createdAt: new Date() } });
});

/** An address where nobody has uploaded yet. */
const elsewhere = () => ({ "x-filekiosk-peer": `203.0.113.${++address}` });
const newcomer = () => createUpload(5, "a", elsewhere());
const askElsewhere = () => callUploads("POST", { headers: { "Upload-Length": "5", ...elsewhere() } });

/** An upload of five bytes at its own address, with so many of them here. */
async function begun(received: number, headers = {}): Promise<Created> {
  const upload = await createUpload(5, "a", { ...elsewhere(), ...headers });
  if (received > 0) await sendPart(upload, 0, Buffer.alloc(received));
  return upload;
}

/** Only this upload can make way: all other slots of newcomers are taken by active uploads. */
async function onlyResting(upload: Created): Promise<Created> {
  await letRest([upload], rested());
  await crowd(499, new Date());
  return upload;
}

/** It is gone for its owner, on each route, and nothing of it is left. */
async function expectGone(upload: Created, storageKey = ""): Promise<void> {
  expect((await head(upload)).status).toBe(404);
  expect(await codeOf(await sendPart(upload, 0, Buffer.from("12345")))).toBe("upload_not_found");
  expect(await rowOf(upload)).toBeNull();
  expect(existsSync(partPath(upload.id))).toBe(false);
  if (storageKey) expect(await storage().size(storageKey)).toBeNull();
}

describe("when the places of newcomers are out", () => {
  it("what rests makes way, of the network that holds most; what moves, has sold or is alone stays", async () => {
    await db().earnings.create({ data: { id: "seller", sales: 1, microUsd: 250_000n } });
    const [paused, known, moving] = [await begun(4), await begun(0, await signedIn(seller)), await begun(0)];
    await crowd(498, rested());
    await letRest([paused, known], rested());
    for (let count = 0; count < 20; count++) await newcomer();
    // Newcomers' half, and the seller's.
    expect(await countUploads()).toBe(501);
    for (const { id } of [paused, known, moving]) expect(await rowOf({ id })).toMatchObject({ state: "receiving" });
    expect((await sendPart(paused, 4, Buffer.from("5"))).status).toBe(204);
  });

  it("a connection that pauses for nine minutes loses nothing", async () => {
    const paused = await begun(4);
    await letRest([paused], new Date(Date.now() - 9 * MINUTE));
    await crowd(499, new Date());
    expect(await codeOf(await askElsewhere())).toBe("upload_quota");
    expect((await sendPart(paused, 4, Buffer.from("5"))).status).toBe(204);
  });

  it.each([
    ["in the middle", 4],
    ["before it had a price", 5],
  ])("whoever began it is told, %s, and nothing of it stays", async (_, received) => {
    const upload = await onlyResting(await begun(received));
    const { storageKey } = (await rowOf(upload)) ?? {};
    expect((await storage().size(storageKey ?? "")) ?? 4).toBe(received);
    await newcomer();
    await expectGone(upload, storageKey);
  });

  it("as many make way as come, however many come at once", async () => {
    await crowd(500, rested());
    const created = await Promise.all(Array.from({ length: 20 }, newcomer));
    expect(await countUploads()).toBe(500);
    for (const upload of created) expect(await rowOf(upload)).toMatchObject({ state: "receiving" });
  });

  it("an upload published at the same moment is not discarded", async () => {
    const upload = await onlyResting(await begun(5));
    const claim = db().$transaction((tx) => attachUpload(tx, upload.id, "seller", "file"));
    // A published upload no longer takes a slot.
    await newcomer();
    await claim;
    const row = await rowOf(upload);
    expect(row).toMatchObject({ state: "used" });
    expect(await storage().size(row?.storageKey ?? "")).toBe(5);
  });

  it("an upload discarded at the same moment is not published", async () => {
    const upload = await begun(5);
    await db().$transaction((tx) => markDiscarded(tx, [{ id: upload.id, received: 5n }]));
    const late = db().$transaction((tx) => attachUpload(tx, upload.id, "seller", "file"));
    await expect(late).rejects.toMatchObject({ code: "upload_not_found" });
  });

  it("a crash in between leaves rows for the sweep, and nobody can continue them in the meantime", async () => {
    const upload = await begun(4);
    await db().$transaction((tx) => markDiscarded(tx, [{ id: upload.id, received: 4n }]));
    await restartServer();
    expect((await head(upload)).status).toBe(404);
    expect(await codeOf(await sendPart(upload, 4, Buffer.from("5")))).toBe("upload_not_found");
    await sweepUploads(new Date());
    await expectGone(upload);
  });
});

describe("a part of what makes way", () => {
  /** A body that has brought one byte and is still open. */
  function openBody(): { body: ReadableStream; close: () => void } {
    let close = () => {};
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from("1"));
        close = () => controller.close();
      },
    });
    return { body, close: () => close() };
  }

  it("that was being received ends, and leaves no file behind", async () => {
    const upload = await begun(1);
    const { body, close } = openBody();
    const part = sendPart(upload, 1, body);
    await vi.waitFor(async () => expect((await stat(partPath(upload.id))).size).toBe(2));
    await onlyResting(upload);
    await newcomer();
    expect([204, 404]).toContain((await part).status);
    close();
    await expectGone(upload);
  });

  it("that begins in the same moment counts, or writes nothing", async () => {
    const upload = await onlyResting(await begun(1));
    const [other, part] = await Promise.all([askElsewhere(), sendPart(upload, 1, Buffer.from("234"))]);
    if (other.status === 201) return expectGone(upload);
    expect(part.status).toBe(204);
    expect((await head(upload)).headers.get("upload-offset")).toBe("4");
  });
});

describe("movement", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  it("is a quarter of a megabyte in ten minutes: a byte now and then keeps no place", async () => {
    const [trickling, moving] = [
      await createUpload(9_000_000, "a", elsewhere()),
      await createUpload(9_000_000, "a", elsewhere()),
    ];
    vi.setSystemTime(Date.now() + 9 * MINUTE);
    expect((await sendPart(trickling, 0, Buffer.alloc(1))).status).toBe(204);
    expect((await sendPart(moving, 0, Buffer.alloc(256 * 1024))).status).toBe(204);
    vi.setSystemTime(Date.now() + 2 * MINUTE);
    expect((await sendPart(trickling, 1, Buffer.alloc(1))).status).toBe(204);
    await crowd(498, new Date());
    await newcomer();
    await expectGone(trickling);
    expect(await codeOf(await askElsewhere())).toBe("upload_quota");
    expect((await sendPart(moving, 256 * 1024, Buffer.alloc(1))).status).toBe(204);
  });
});
