import { crc32 } from "node:zlib";
import { expect, type Locator, test } from "@playwright/test";
import sharp from "sharp";
import { encodeText } from "../../test/encode-text";
import { makeBmp, makeIco } from "../../test/make-bitmap";
import { buyFiles } from "../bought-files";
import { makeFaultyPdf } from "../make-faulty-pdf";

/** Whatever was bought, the page shows it, or says what it cannot show, with the download beside it. */

const download = (card: Locator) => card.getByRole("link", { name: "Download it" });

test("texts in older encodings can be read, the page says which encoding it took, and another can be chosen", async ({
  browser,
}) => {
  const russian = "Сегодня хорошая погода, и мы пошли гулять в парк.";
  const chinese = "今天天气很好，我们和孩子们去公园散步。";
  const japanese = "今日は天気がいいので、子供たちと公園を散歩しました。";
  const french = "L'été dernier, nous avons dîné près du château.";
  const bought = await buyFiles(browser, {
    "russian.txt": encodeText(russian, "windows-1251"),
    "chinese.txt": encodeText(chinese, "gb18030"),
    "japanese.csv": encodeText(japanese, "shift_jis"),
    "french.md": encodeText(french, "windows-1252"),
    "wide.txt": encodeText(russian, "utf-16le"),
    "modern.txt": Buffer.from(russian),
  });
  for (const [name, text, encoding] of [
    ["russian.txt", russian, "Cyrillic (windows-1251)"],
    ["chinese.txt", chinese, "Chinese (gb18030)"],
    ["japanese.csv", japanese, "Japanese (shift_jis)"],
    ["french.md", french, "Western (windows-1252)"],
    ["wide.txt", russian, "Unicode (utf-16le)"],
    ["modern.txt", russian, "Unicode (utf-8)"],
  ] as const) {
    const card = await bought.open(name);
    await expect(card.locator("pre")).toHaveText(text);
    await expect(card.getByLabel("Text encoding").locator("option:checked")).toHaveText(`Detected: ${encoding}`);
    await bought.close(name);
  }
  const card = await bought.open("russian.txt");
  await card.getByLabel("Text encoding").selectOption("Cyrillic (koi8-u)");
  await expect(card.locator("pre")).not.toContainText("Сегодня");
  await card.getByLabel("Text encoding").selectOption("Unicode (utf-8)");
  await expect(card).toContainText("do not exist in this encoding");
  await card.getByLabel("Text encoding").selectOption("Detected: Cyrillic (windows-1251)");
  await expect(card.locator("pre")).toHaveText(russian);
  await bought.leave();
});

test("a PDF with a scan that is too large, a broken page or a broken table shows the rest, and says what is missing", async ({
  browser,
}) => {
  const bought = await buyFiles(browser, {
    "scan.pdf": makeFaultyPdf("The scan", { picture: 9_000 }),
    "page.pdf": makeFaultyPdf("The page", { withoutFirstPage: true }),
    "branch.pdf": makeFaultyPdf("The branch", { withoutFirstPage: true, inBranches: true }),
    "table.pdf": makeFaultyPdf("The table", { withoutTable: true }),
    "before.pdf": makeFaultyPdf("The bytes before", { before: 700 }),
    "cut.pdf": makeFaultyPdf("The end", {}).subarray(0, 300),
  });
  const second = (card: Locator) => card.getByRole("group", { name: "Page 2 of 2", exact: true });

  const scan = await bought.open("scan.pdf");
  await expect(second(scan)).toContainText("The scan");
  await expect(scan).toContainText("Pictures of more than 67 million pixels are left out here.");
  await expect(scan.getByRole("group", { name: "Page 1 of 2", exact: true })).toContainText("Nothing could be drawn");
  await bought.close("scan.pdf");

  for (const [name, line] of [
    ["page.pdf", "The page"],
    ["branch.pdf", "The branch"],
  ] as const) {
    const card = await bought.open(name);
    await expect(second(card)).toContainText(line);
    await expect(card.getByRole("group", { name: "Page 1 of 2", exact: true })).toContainText("cannot be shown");
    await bought.close(name);
  }

  for (const [name, line] of [
    ["table.pdf", "The table"],
    ["before.pdf", "The bytes before"],
  ] as const) {
    const card = await bought.open(name);
    await expect(second(card)).toContainText(line);
    await expect(card).not.toContainText("This page cannot be shown");
    await bought.close(name);
  }

  const cut = await bought.open("cut.pdf");
  await expect(cut.getByText("This PDF is damaged")).toBeVisible();
  await expect(download(cut)).toBeVisible();
  await bought.leave();
});

test("pictures with a fault and of unusual kinds are shown, and one that cannot be shown says so", async ({
  browser,
}) => {
  const plain = (background = "#cc2200") => sharp({ create: { width: 320, height: 240, channels: 3, background } });
  const jpeg = await plain().jpeg().toBuffer();
  const frames = [await plain().png().toBuffer(), await plain("#0022cc").png().toBuffer()];
  const moving = () => sharp(frames, { join: { animated: true } });
  const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
  const detailed = sharp({ create: { width: 320, height: 240, channels: 3, background: "#888", noise } });
  const progressive = await detailed.jpeg({ progressive: true }).toBuffer();
  const shown: Record<string, Buffer> = {
    "without its end.jpg": jpeg.subarray(0, -2),
    "for print.jpg": await plain().toColourspace("cmyk").jpeg().toBuffer(),
    "sixteen bits.png": await plain().toColourspace("rgb16").png().toBuffer(),
    "moving.png": makeApng(await plain().png().toBuffer()),
    "moving.webp": await moving().webp().toBuffer(),
    "moving.gif": await moving().gif().toBuffer(),
    "new.avif": await plain().avif().toBuffer(),
    "icon.ico": makeIco(128, { depth: 32 }),
    "drawing.bmp": makeBmp(160, { depth: 8, compression: "rle" }),
    "fields.bmp": makeBmp(160, { depth: 32, compression: "fields", header: 124 }),
    "cut.jpg": progressive.subarray(0, progressive.length / 2),
  };
  const broken = Buffer.concat([jpeg.subarray(0, 100), Buffer.alloc(500)]);
  const bought = await buyFiles(browser, { ...shown, "broken.jpg": broken });
  for (const name of Object.keys(shown)) {
    const card = await bought.open(name);
    const width = () => card.getByRole("img", { name }).evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width).toBeGreaterThan(100);
    await expect(card.getByText("Opening the file…")).toHaveCount(0);
    await bought.close(name);
  }
  const card = await bought.open("broken.jpg");
  await expect(card.getByText("This browser cannot show this file.")).toBeVisible();
  await expect(download(card)).toBeVisible();
  await bought.leave();
});

/** A PNG as the only frame of a moving one (the chunks acTL and fcTL). */
function makeApng(png: Buffer): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const frame = Buffer.alloc(26);
  png.copy(frame, 4, 16, 24);
  frame.set([0, 1, 0, 10], 20);
  const control = Buffer.concat([chunk("acTL", Buffer.from("0000000100000000", "hex")), chunk("fcTL", frame)]);
  return Buffer.concat([png.subarray(0, 33), control, png.subarray(33)]);
}
