import { readdirSync } from "node:fs";
import { rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY } from "@/lib/clock";
import { forgetPerProcess } from "@/lib/process";
import { findFile } from "@/lib/products/files/find-file";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { cardHash, readCard, sweepCards } from "./card";
import { setCover } from "./cover";
import { readPreview } from "./read-previews";
import type { Card } from "./schema";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

let dir: string;
let close: (() => Promise<void>) | undefined;
beforeAll(async () => {
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close, dir } = await freshDatabase());
});
beforeEach(async () => {
  forgetPerProcess("previews.cards");
  await rm(join(dir, "previews", "cards"), { recursive: true, force: true });
});
afterAll(() => close?.());

const card: Card = {
  title: "The quiet harbour",
  price: "$4.50",
  facts: "PDF · 2.1 MB",
  seller: "Sold by Lina",
  site: "kiosk.example",
  kind: "text",
  rtl: false,
};
const kept = () => readdirSync(join(dir, "previews", "cards"));

/** How much ink is on a part of a card, from 0 to 1: the darkest tenth counts as ink. */
async function ink(picture: Buffer | null, left: number, width: number, top = 0, height = 630): Promise<number> {
  const part = sharp(picture ?? undefined)
    .extract({ left, top, width, height })
    .greyscale();
  const pixels = await part.raw().toBuffer();
  return pixels.filter((value) => value < 90).length / pixels.length;
}

async function fileWithCover(width = 400, height = 400) {
  const seller = await makeSeller();
  const { id } = await makeFile(seller);
  const red = { width, height, channels: 3 as const, background: "#ff0000" };
  await setCover(seller.sellerId, id, await sharp({ create: red }).png().toBuffer(), new Date());
  const file = await findFile(id);
  if (!file) throw new Error("no file");
  const { picture } = await readPreview(file);
  if (!picture) throw new Error("no cover");
  return { row: picture, kind: "cover" as const };
}

describe("a card", () => {
  it("is a picture of 1200 x 630 that chats take, drawn once and kept", async () => {
    const [first, second] = await Promise.all([readCard(card, null), readCard(card, null)]);
    expect(await sharp(first ?? undefined).metadata()).toMatchObject({ format: "jpeg", width: 1200, height: 630 });
    expect(first?.length).toBeLessThan(200_000);
    expect(second).toEqual(first);
    expect(kept()).toEqual([`${cardHash(card, null)}.jpg`]);
    expect(await readCard(card, null)).toEqual(first);
  });

  it("has another name as soon as anything on it changes", async () => {
    const changed = [
      card,
      { ...card, price: "$5" },
      { ...card, title: "Another" },
      { ...card, seller: "Sold by Omar" },
    ];
    expect(new Set(changed.map((one) => cardHash(one, null))).size).toBe(4);
  });

  it("shows the cover beside the words", async () => {
    const drawn = await readCard(card, await fileWithCover());
    const area = { left: 800, top: 50, width: 380, height: 500 };
    const { dominant } = await sharp(
      await sharp(drawn ?? undefined)
        .extract(area)
        .toBuffer(),
    ).stats();
    expect(dominant.r).toBeGreaterThan(200);
    expect(dominant.g).toBeLessThan(60);
  });

  it.each([
    [1, 20_000],
    [20_000, 1],
  ])("shows a cover of %s x %s points", async (width, height) => {
    const drawn = await readCard(card, await fileWithCover(width, height));
    expect(await sharp(drawn ?? undefined).metadata()).toMatchObject({ width: 1200, height: 630 });
  });

  it("begins on the right where the title does, in letters that are joined", async () => {
    const drawn = await readCard({ ...card, title: "دفتر الشتاء", rtl: true }, null);
    expect(await ink(drawn, 900, 260)).toBeGreaterThan(0.01);
    expect(await ink(drawn, 0, 440)).toBeLessThan(await ink(drawn, 900, 260));
  });

  it.each([
    ["Japanese", "冬の手帖"],
    ["Greek", "Το λιμάνι"],
    ["Hindi", "सर्दियों की डायरी"],
  ])("has a title in %s", async (_language, title) => {
    const [drawn, without] = [
      await readCard({ ...card, title }, null),
      await readCard({ ...card, title: "ฤดูหนาว" }, null),
    ];
    expect(drawn).not.toEqual(without);
    expect(await ink(drawn, 60, 600, 50, 120)).toBeGreaterThan(0.008);
  });

  it("says what kind of file it is where no font has the title's letters, and draws no boxes", async () => {
    const drawn = await readCard({ ...card, title: "สมุดบันทึก 🎉" }, null);
    const facts = await readCard({ ...card, title: card.facts }, null);
    expect(await ink(drawn, 60, 600, 50, 100)).toBeCloseTo(await ink(facts, 60, 600, 50, 100), 1);
    expect(await ink(drawn, 60, 600, 50, 100)).toBeGreaterThan(0.02);
  });

  it("takes any title for words, and one that is too long is cut", async () => {
    const title = `<span size="1">&amp; ${"endless ".repeat(13)}`;
    const drawn = await readCard({ ...card, title }, null);
    expect(await ink(drawn, 60, 600, 50, 120)).toBeGreaterThan(0.02);
    // The picture's side stays free of text.
    expect(await ink(drawn, 705, 50)).toBe(0);
  });

  it("that cannot be drawn is not tried again immediately, and nobody waits", async () => {
    const cover = await fileWithCover();
    const missing = { ...cover, row: { ...cover.row, storageKey: "0".repeat(40) } };
    expect(await readCard(card, missing)).toBeNull();
    // The same card, whose picture exists by now: another attempt would draw it.
    expect(await readCard(card, cover)).toBeNull();
    forgetPerProcess("previews.cards");
    expect(await readCard(card, cover)).not.toBeNull();
  });

  it("is deleted when it was not requested for 30 days, and is drawn again at the next request", async () => {
    const first = await readCard(card, null);
    await readCard({ ...card, price: "$9" }, null);
    const old = new Date(Date.now() - 31 * DAY);
    await utimes(join(dir, "previews", "cards", `${cardHash(card, null)}.jpg`), old, old);
    await sweepCards(new Date());
    expect(kept()).toHaveLength(1);
    expect(await readCard(card, null)).toEqual(first);
  });

  it("is drawn after its fonts were lost", async () => {
    for (const name of readdirSync(join(dir, "previews")).filter((one) => one.startsWith("fonts-"))) {
      await rm(join(dir, "previews", name), { recursive: true });
    }
    forgetPerProcess(`previews.fonts:${dir}`);
    expect(await readCard(card, null)).not.toBeNull();
  });
});
