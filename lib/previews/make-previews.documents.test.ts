import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readInfo } from "@/lib/products/files/read-info";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { epubFiles } from "@/test/make-epub";
import { packZip } from "@/test/pack-zip";
import { onePage } from "@/test/raw-pdf";
import { makePreviews } from "./make-previews";

// Programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

let close: (() => Promise<void>) | undefined;
let seller: SessionData;
const now = new Date();

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
});
beforeEach(async () => {
  seller = await makeSeller();
});
afterAll(() => close?.());

async function sell(name: string, bytes: Buffer) {
  const { id, title, state } = await makeFile(seller, { bytes, name }, now);
  expect([title, state]).toEqual([name.replace(/\..*/, ""), "on-sale"]);
  await makePreviews(now);
  return readInfo(id, now);
}

describe("a moment after it was put on sale", () => {
  it("a PDF has its title, its facts, and a page that cannot be read, since it has no other", async () => {
    const pdf = onePage({ more: ["<</Title(The long day)/Author(Ana)>>"], trailer: "/Info 5 0 R" });
    const info = await sell("scan.pdf", pdf);
    expect(info.title).toBe("The long day");
    expect(info.facts).toEqual({
      kind: "pdf",
      trouble: null,
      pages: 1,
      pageWidth: 215.9,
      pageHeight: 279.4,
      title: "The long day",
      author: "Ana",
    });
    expect(info.preview).toMatchObject({ kind: "blurred", width: 25, height: 32 });
  });

  it("a book has its title, its facts and its contents", async () => {
    const info = await sell("book.epub", packZip(epubFiles()));
    expect(info.title).toBe("Two days");
    expect(info.facts).toMatchObject({ kind: "book", author: "Ana Ruiz", chapters: 2 });
    expect(info.excerpt.chapters).toHaveLength(3);
  });

  it("a broken PDF is on sale under its name, and said to be broken", async () => {
    const info = await sell("broken.pdf", Buffer.from("%PDF-1.7\n"));
    expect(info).toMatchObject({ title: "broken", state: "on-sale", preview: null });
    expect(info.facts).toMatchObject({ kind: "pdf", trouble: "damaged", pages: null });
  });
});
