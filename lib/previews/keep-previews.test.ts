import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { readInfo } from "@/lib/products/files/read-info";
import { removeFile } from "@/lib/products/files/remove-file";
import { updateFile } from "@/lib/products/files/update-file";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { makeZip } from "@/test/make-zip";
import { uploadBytes } from "@/test/uploads";
import type { PdfFacts } from "./facts/schema";
import { keepPreviews } from "./keep-previews";
import { makePreviews } from "./make-previews";
import { sweepPictures } from "./picture";
import type { ProgramAnswer } from "./read-answer";
import { READER } from "./readers";
import { changeShowing } from "./showing/showing";
import { wantPreviewAgain } from "./want-preview";
import { wantStored } from "./want-stored";

vi.setConfig({ testTimeout: 120_000 });

/** What is kept of an answer, when the seller chooses otherwise meanwhile, and after a crash at any step. */

let close: (() => Promise<void>) | undefined;
let seller: SessionData;
const now = new Date();
const at = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const zip = makeZip([{ name: "README.md", content: Buffer.from("# Hello") }, { name: "a/b.txt" }]);
const lines = Buffer.from("One line of it.\n".repeat(40));
const facts: PdfFacts = {
  kind: "pdf",
  trouble: null,
  pages: 2,
  pageWidth: null,
  pageHeight: null,
  title: "The quiet harbour",
  author: null,
};
const page = (bytes: string): ProgramAnswer["parts"][number] => ({
  kind: "page",
  mediaType: "image/webp",
  bytes: Buffer.from(bytes),
  width: 4,
  height: 3,
});

beforeEach(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  await close?.();
  ({ close } = await freshDatabase());
  seller = await makeSeller();
});
afterAll(() => close?.());

const version = (fileId: string) =>
  db().fileVersion.findFirstOrThrow({ where: { fileId }, orderBy: { number: "desc" } });
const told = async (fileId: string) => {
  const { facts: known, excerpt, previews, title } = await readInfo(fileId, now);
  return { facts: known, excerpt, previews: previews.map(({ kind }) => kind), title };
};
async function keep(fileId: string, answer: ProgramAnswer, showing: string | null = null) {
  const { id: versionId } = await version(fileId);
  return keepPreviews({ versionId, fileId, showing }, answer, now);
}

describe("an answer", () => {
  it("is shown in place of the one before it", async () => {
    const { id } = await makeFile(seller, { name: "a.bin" }, now);
    await keep(id, { facts, excerpt: { text: "one" }, parts: [page("first"), page("second")] });
    expect(await told(id)).toMatchObject({ facts, excerpt: { text: "one" }, previews: ["page", "page"] });
    await keep(id, { facts: { ...facts, pages: 3 }, parts: [page("third")] });
    expect(await told(id)).toMatchObject({ facts: { pages: 3 }, excerpt: {}, previews: ["page"] });
    await sweepPictures(now);
    expect(await db().picture.count()).toBe(1);
    expect((await version(id)).reader).toBe(READER);
  });

  it("that was made for another choice than its seller's is kept nowhere", async () => {
    const { id } = await makeFile(seller, { name: "a.bin" }, now);
    await updateFile(seller.sellerId, id, { showing: { picture: "none" } }, now);
    expect(await keep(id, { facts, parts: [page("first")] }, null)).toBe(false);
    expect(await told(id)).toMatchObject({ facts: null, previews: [] });
    await sweepPictures(now);
    expect(await db().picture.count()).toBe(0);
  });

  it("of a file that was removed is kept nowhere", async () => {
    const { id } = await makeFile(seller, { name: "a.bin" }, now);
    await removeFile(seller.sellerId, id, now);
    expect(await keep(id, { facts, parts: [page("first")] })).toBe(true);
    expect(await db().versionFacts.count()).toBe(0);
    await sweepPictures(now);
    expect(await db().picture.count()).toBe(0);
  });

  it("keeps the wave form that came from its seller's browser", async () => {
    const { id } = await makeFile(seller, { name: "a.bin" }, now);
    await keep(id, { facts, wave: [1, 2], parts: [] });
    await db().versionFacts.updateMany({ data: { wave: "[9]", waveSent: true } });
    await keep(id, { facts, wave: [3], parts: [] });
    expect(await db().versionFacts.findFirst()).toMatchObject({ wave: "[9]", waveSent: true });
  });

  it("names a file whose seller gave no title, and no other", async () => {
    const { id } = await makeFile(seller, { name: "scan-0012.bin" }, now);
    await db().file.update({ where: { id }, data: { title: "scan-0012", titleFrom: "name" } });
    await keep(id, { facts, parts: [] });
    expect((await told(id)).title).toBe("The quiet harbour");
    await keep(id, { facts: { ...facts, title: "Another" }, parts: [] });
    expect((await told(id)).title).toBe("The quiet harbour");
    const named = await makeFile(seller, { name: "a.bin", title: "Mine" }, now);
    await keep(named.id, { facts, parts: [] });
    expect((await told(named.id)).title).toBe("Mine");
  });
});

describe("a crash", () => {
  it("before an answer is shown leaves what was shown, and nothing that stays", async () => {
    const { id } = await makeFile(seller, { name: "a.bin" }, now);
    await keep(id, { facts, parts: [page("first")] });
    const { id: versionId } = await version(id);
    // Its bytes were written, and then the process ended.
    const { storePart } = await import("./picture");
    await storePart({ fileId: id, versionId }, page("second"), now);
    expect(await told(id)).toMatchObject({ previews: ["page"] });
    await sweepPictures(at(11 * MINUTE));
    expect(await db().picture.findMany()).toMatchObject([{ state: "shown" }]);
  });

  it("after an answer is shown, before its task is done, makes it once more", async () => {
    const { id } = await makeFile(seller, { bytes: lines, name: "a.txt" }, now);
    await makePreviews(now);
    const { id: versionId } = await version(id);
    const data = { versionId, fileId: id, state: "making", attempts: 1, updatedAt: now };
    await db().previewTask.create({ data });
    await makePreviews(at(3 * MINUTE));
    expect(await db().previewTask.count()).toBe(0);
    expect(await told(id)).toMatchObject({ facts: { kind: "text", lines: 40 } });
  });
});

describe("a seller who chooses otherwise", () => {
  it("takes away at once what was shown, keeps what is known, and shows the rest a moment later", async () => {
    const { id } = await makeFile(seller, { bytes: zip, name: "a.zip" }, now);
    await makePreviews(now);
    expect(await told(id)).toMatchObject({
      facts: { kind: "archive", files: 2, bytes: 7, trouble: null },
      excerpt: {
        entries: [
          { path: "README.md", bytes: 7 },
          { path: "a/b.txt", bytes: 0 },
        ],
        readme: "# Hello",
      },
    });
    await updateFile(seller.sellerId, id, { showing: { contents: false } }, now);
    expect(await told(id)).toMatchObject({ facts: { files: 2 }, excerpt: {} });
    await makePreviews(now);
    expect(await told(id)).toMatchObject({ facts: { files: 2 }, excerpt: {} });
    expect((await told(id)).excerpt).toEqual({});
    await updateFile(seller.sellerId, id, { showing: { contents: true } }, now);
    await makePreviews(now);
    expect((await told(id)).excerpt.readme).toBe("# Hello");
  });

  it("while it is made gets it as chosen last", async () => {
    const { id } = await makeFile(seller, { bytes: lines, name: "a.txt" }, now);
    const making = makePreviews(now);
    await vi.waitFor(async () => expect(await db().previewTask.findMany()).toMatchObject([{ state: "making" }]));
    await updateFile(seller.sellerId, id, { showing: { text: false } }, now);
    await making;
    await makePreviews(now);
    expect(await told(id)).toMatchObject({ facts: { lines: 40 }, excerpt: {} });
    expect((await told(id)).excerpt).toEqual({});
    expect(await db().previewTask.count()).toBe(0);
  });

  it("as it is already changes nothing", async () => {
    const { id } = await makeFile(seller, { bytes: lines, name: "a.txt" }, now);
    await makePreviews(now);
    await updateFile(seller.sellerId, id, { showing: { text: true } }, now);
    expect(await db().previewTask.count()).toBe(0);
    expect((await db().file.findUniqueOrThrow({ where: { id } })).showing).toBeNull();
  });
});

describe("what is known", () => {
  it("is that of the version which is sold", async () => {
    const { id } = await makeFile(seller, { bytes: lines, name: "a.txt" }, now);
    await makePreviews(now);
    const { id: uploadId, token: uploadToken } = await uploadBytes(zip, "a.zip");
    await updateFile(seller.sellerId, id, { uploadId, uploadToken, newVersionFor: "new-buyers" }, now);
    expect(await told(id)).toMatchObject({ facts: null, excerpt: {} });
    await makePreviews(now);
    expect(await told(id)).toMatchObject({ facts: { kind: "archive", files: 2 } });
  });

  it("of a withheld file is shown to nobody, and that of a removed one is gone", async () => {
    const withheld = await makeFile(seller, { bytes: zip, name: "a.zip" }, now);
    const removed = await makeFile(seller, { bytes: lines, name: "a.txt" }, now);
    await makePreviews(now);
    await makePreviews(now);
    await db().file.update({ where: { id: withheld.id }, data: { withheldAt: now } });
    await removeFile(seller.sellerId, removed.id, now);
    expect(await told(withheld.id)).toEqual({ facts: null, excerpt: {}, previews: [], title: withheld.title });
    expect(await db().versionFacts.findMany({ select: { fileId: true } })).toEqual([{ fileId: withheld.id }]);
  });

  it("is forgotten when it turns out to be something else", async () => {
    const { id } = await makeFile(seller, { bytes: lines, name: "a.txt" }, now);
    await makePreviews(now);
    const row = await version(id);
    await db().$transaction((tx) => wantPreviewAgain(tx, { ...row, mediaType: "application/zip" }, "text/plain", now));
    expect(await told(id)).toMatchObject({ facts: null });
    expect(await db().previewTask.count()).toBe(1);
    await db().$transaction((tx) =>
      wantPreviewAgain(tx, { ...row, mediaType: "audio/x-nothing" }, "application/zip", now),
    );
    expect(await db().previewTask.count()).toBe(0);
  });

  it("of files that an earlier release stored is read when nothing else waits, a few at a time, and once", async () => {
    const ids = [];
    for (let index = 0; index < 7; index += 1)
      ids.push((await makeFile(seller, { bytes: lines, name: "a.txt" }, now)).id);
    await db().previewTask.deleteMany();
    await wantStored(now);
    expect(await db().previewTask.count()).toBe(5);
    await wantStored(now);
    expect(await db().previewTask.count()).toBe(5);
    for (let index = 0; index < 5; index += 1) await makePreviews(now);
    await wantStored(now);
    expect(await db().previewTask.count()).toBe(2);
    await makePreviews(now);
    await makePreviews(now);
    await wantStored(at(DAY));
    expect(await db().previewTask.count()).toBe(0);
    expect(await db().versionFacts.count()).toBe(7);
  });

  it("of one that nothing reads is not asked for again", async () => {
    const { id } = await makeFile(seller, { bytes: Buffer.from([0, 1, 2, 3, 0, 1]), name: "a.bin" }, now);
    await db().fileVersion.updateMany({ data: { reader: 0 } });
    await wantStored(now);
    expect([await db().previewTask.count(), (await version(id)).reader]).toEqual([0, READER]);
  });
});

it("a choice is compared as it is stored", () => {
  expect(changeShowing(null, {})).toBe(changeShowing(changeShowing(null, { page: 2 }), { page: 1 }));
});
