import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { makePreviews } from "@/lib/previews/make-previews";
import { forgetPerProcess } from "@/lib/process";
import { readInfo } from "@/lib/products/files/read-info";
import { SNIFFER } from "@/lib/sniffing/sniff-type";
import { makeFile, makeSeller } from "@/test/files";
import { makeBmp } from "@/test/make-bitmap";
import { brokenTrack, filmEntry, makeMp4, silentTrack } from "@/test/make-media";
import { inEmptyShop } from "@/test/upload-shop";
import { resniff } from "./resniff";

inEmptyShop();

const now = new Date();
let sell: (bytes: Uint8Array, name: string) => Promise<string>;
beforeEach(async () => {
  const seller = await makeSeller();
  sell = async (bytes, name) => (await makeFile(seller, { bytes, name }, now)).id;
});
afterEach(() => forgetPerProcess("resniffing.place"));

/** As an earlier release left it. */
const leave = (fileId: string, mediaType: string) =>
  db().fileVersion.updateMany({ where: { fileId }, data: { mediaType, codecs: "", sniffer: 0 } });
const version = (fileId: string) => db().fileVersion.findFirstOrThrow({ where: { fileId } });

it("tells what a file is that an earlier release took for something else, and changes nothing else of it", async () => {
  const id = await sell(Buffer.from("The free lunch is over.\n"), "The free lunch is over.txt");
  const before = await version(id);
  await leave(id, "video/quicktime");
  await resniff(now);
  expect(await version(id)).toEqual({ ...before, mediaType: "text/plain", codecs: "", sniffer: SNIFFER });
});

it("tells the codecs of films that were sold before they were known", async () => {
  const film = makeMp4([brokenTrack("vide", filmEntry("hvc1")), silentTrack()]);
  const id = await sell(film, "film.mp4");
  expect(await readInfo(id, now)).toMatchObject({ mediaType: "video/mp4", codecs: ["HEVC", "Opus"] });
  await leave(id, "video/mp4");
  expect((await readInfo(id, now)).codecs).toEqual([]);
  await resniff(now);
  expect((await readInfo(id, now)).codecs).toEqual(["HEVC", "Opus"]);
});

it("gives pictures a preview that an earlier release could not make, and once only", async () => {
  const id = await sell(makeBmp(160, { depth: 24 }), "drawing.bmp");
  await db().previewTask.updateMany({ data: { state: "failed", reason: "unreadable" } });
  await leave(id, "image/bmp");
  await resniff(now);
  expect(await db().previewTask.findMany()).toMatchObject([{ state: "wanted", attempts: 0 }]);
  await makePreviews(now);
  expect((await readInfo(id, now)).preview).toMatchObject({ kind: "watermarked" });
  await leave(id, "image/bmp");
  await resniff(now);
  expect(await db().previewTask.count()).toBe(0);
});

it("takes away the preview of what is no picture", async () => {
  const id = await sell(makeBmp(160, { depth: 24 }), "drawing.bmp");
  await makePreviews(now);
  await leave(id, "image/bmp");
  const { id: other } = await version(await sell(randomBytes(100), "other.bin"));
  const { storageKey } = await db().fileVersion.findUniqueOrThrow({ where: { id: other } });
  await db().fileVersion.update({ where: { id: other }, data: { storageKey: "f".repeat(40) } });
  await db().fileVersion.updateMany({ where: { fileId: id }, data: { storageKey, size: 100n } });
  await resniff(now);
  expect((await readInfo(id, now)).preview).toBeNull();
});

it("passes over bytes that cannot be read at the moment, and comes back to them", async () => {
  const lost = await sell(Buffer.from("one\n"), "one.txt");
  const found = await sell(Buffer.from("two\n"), "two.txt");
  await leave(lost, "image/bmp");
  await leave(found, "image/bmp");
  const { id, storageKey } = await version(lost);
  await db().fileVersion.update({ where: { id }, data: { storageKey: "0".repeat(40) } });
  await resniff(now);
  expect([(await version(lost)).sniffer, (await version(found)).sniffer]).toEqual([0, SNIFFER]);
  await db().fileVersion.update({ where: { id }, data: { storageKey } });
  await resniff(now);
  expect(await version(lost)).toMatchObject({ mediaType: "text/plain", sniffer: SNIFFER });
});

it("leaves versions alone whose bytes were deleted", async () => {
  const id = await sell(Buffer.from("one\n"), "one.txt");
  await leave(id, "image/bmp");
  await db().fileVersion.updateMany({ where: { fileId: id }, data: { bytesGoneAt: now } });
  await resniff(now);
  expect(await version(id)).toMatchObject({ mediaType: "image/bmp", sniffer: 0 });
});
