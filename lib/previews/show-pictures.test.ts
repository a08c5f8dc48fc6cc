import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { findHeadlessShell } from "@/scripts/lib/find-headless-shell.mjs";
import { readContent } from "@/test/read-content";
import { pictureLimits } from "./cover";
import { onlyPart } from "./read-answer";
import { runProgram } from "./run-program";
import { PICTURE_SHOWN, type Showing } from "./showing/schema";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

/** What is told of a picture for sale, and the ways in which it is shown. */

const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: "#808080", noise: { type: "gaussian", mean: 128, sigma: 60 } },
  });
const plain = (width: number, height: number, background = "#3366aa") =>
  sharp({ create: { width, height, channels: 3, background } });

const read = async (bytes: Uint8Array, picture: Showing["picture"] = "watermarked") =>
  readContent("image/png", bytes, { showing: { picture } });
const show = async (bytes: Uint8Array, picture: Showing["picture"]) => onlyPart(await read(bytes, picture));

/** Whether each of 4 x 4 parts of a picture has light and dark points. */
async function partsWithMark(webp: Buffer): Promise<number> {
  const { width = 0, height = 0 } = await sharp(webp).metadata();
  let marked = 0;
  for (let part = 0; part < 16; part += 1) {
    const [wide, high] = [Math.floor(width / 4), Math.floor(height / 4)];
    const place = { left: (part % 4) * wide, top: Math.floor(part / 4) * high, width: wide, height: high };
    const { channels } = await sharp(await sharp(webp).extract(place).png().toBuffer()).stats();
    const [red] = channels;
    if (red && red.max - red.min > 40) marked += 1;
  }
  return marked;
}

describe("a picture for sale is shown", () => {
  it("by default at 800 points, with a mark that nobody can cut away", async () => {
    const made = await show(await plain(2_400, 1_600).jpeg().toBuffer(), "watermarked");
    expect(made).toMatchObject({ kind: "watermarked", mediaType: "image/webp", width: 800, height: 533 });
    expect(made.of).toEqual({ width: 2_400, height: 1_600 });
    expect(await partsWithMark(made.bytes)).toBe(16);
  });

  it("the same each time, and otherwise than another one, so that nobody knows where the mark lies", async () => {
    const [one, other] = [await plain(800, 600).png().toBuffer(), await plain(800, 600, "#3366ab").png().toBuffer()];
    const [first, again, another] = [
      await show(one, "watermarked"),
      await show(one, "watermarked"),
      await show(other, "watermarked"),
    ];
    expect(first.bytes.equals(again.bytes)).toBe(true);
    const points = (bytes: Buffer) => sharp(bytes).greyscale().raw().toBuffer();
    const [left, right] = [await points(first.bytes), await points(another.bytes)];
    expect(left.filter((value, at) => Math.abs(value - (right[at] ?? 0)) > 30).length / left.length).toBeGreaterThan(
      0.05,
    );
  });

  it.each([
    ["watermarked", 600, { kind: "watermarked", width: 300, height: 225 }],
    ["reduced", 3_000, { kind: "reduced", width: 800, height: 600 }],
    ["reduced", 600, { kind: "reduced", width: 300, height: 225 }],
    ["cropped", 2_000, { kind: "cropped", width: 500, height: 375 }],
    ["cropped", 3_200, { kind: "cropped" }],
    ["blurred", 2_000, { kind: "blurred", width: 32, height: 24 }],
  ] as const)("%s, of %s points, with a part of them only and in few bytes", async (picture, width, shown) => {
    const made = await show(
      await noise(width, (width * 3) / 4)
        .jpeg()
        .toBuffer(),
      picture,
    );
    expect(made).toMatchObject(shown);
    expect(made.bytes.length).toBeLessThan(70_001);
    const { exif, icc, xmp } = await sharp(made.bytes).metadata();
    expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ["watermarked", 127],
    ["reduced", 127],
    ["cropped", 255],
  ] as const)("blurred instead of %s where that would be all of a picture of %s points", async (picture, side) => {
    expect(await show(await noise(side, side).png().toBuffer(), picture)).toMatchObject({ kind: "blurred" });
  });

  it("cropped as sharp as it is, from its middle", async () => {
    const middle = await plain(100, 100, "#ff0000").png().toBuffer();
    const bytes = await plain(800, 800)
      .composite([{ input: middle }])
      .png()
      .toBuffer();
    const made = await show(bytes, "cropped");
    const corner = async (left: number) => {
      const { data } = await sharp(made.bytes)
        .extract({ left, top: 100, width: 1, height: 1 })
        .raw()
        .toBuffer({ resolveWithObject: true });
      return (data[0] ?? 0) > 200 ? "red" : "blue";
    };
    expect([made.width, await corner(20), await corner(100), await corner(180)]).toEqual([200, "blue", "red", "blue"]);
  });

  it("not at all when its seller shows nothing of it, and is known all the same", async () => {
    const made = await read(await noise(640, 480).png().toBuffer(), "none");
    expect(made).toMatchObject({ facts: { kind: "picture", width: 640, height: 480 }, parts: [] });
  });
});

describe("what is told of a picture", () => {
  const facts = async (bytes: Uint8Array) => (await read(bytes, "none")).facts;

  it.each([
    ["sRGB", () => plain(200, 100).withIccProfile("srgb").jpeg().toBuffer()],
    ["Display P3", () => plain(200, 100).withIccProfile("p3").png().toBuffer()],
    ["CMYK", () => plain(200, 100).toColourspace("cmyk").jpeg().toBuffer()],
    ["grey", () => plain(200, 100).toColourspace("b-w").png().toBuffer()],
    ["sRGB", () => plain(200, 100).webp().toBuffer()],
    ["Adobe RGB", () => withProfile("Adobe RGB (1998)")],
    ["A printer of mine", () => withProfile("A printer of mine")],
  ] as const)("%s, its colour space", async (colourSpace, make) => {
    expect(await facts(await make())).toMatchObject({ colourSpace, frames: 1, trouble: null });
  });

  it("its size as shown, turned the way the camera was held", async () => {
    const bytes = await plain(300, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await facts(bytes)).toMatchObject({ width: 200, height: 300 });
  });

  it("how many frames it has, where it moves", async () => {
    const frames = await Promise.all([plain(200, 100).png().toBuffer(), noise(200, 100).png().toBuffer()]);
    const moving = sharp(frames, { join: { animated: true } });
    expect(await facts(await moving.clone().gif().toBuffer())).toMatchObject({ frames: 2, height: 100 });
    expect(await facts(await moving.clone().webp().toBuffer())).toMatchObject({ frames: 2, height: 100 });
    expect(await facts(await animated())).toMatchObject({ frames: 7 });
  });

  it("that it is damaged, where a part of it is missing", async () => {
    const whole = await noise(16, 12).resize(640, 480).jpeg().toBuffer();
    expect(await facts(whole.subarray(0, whole.length / 2))).toMatchObject({
      width: 640,
      height: 480,
      trouble: "damaged",
    });
  });
});

const shell = findHeadlessShell({ install: false });
describe.runIf(shell)("a picture that a browser made", () => {
  it("as PNG, JPEG and WebP is told and shown", async () => {
    const page = `<canvas width="300" height="200"></canvas><pre></pre><script>
      const canvas = document.querySelector("canvas"), context = canvas.getContext("2d");
      context.fillStyle = "#36a"; context.fillRect(0, 0, 300, 200);
      document.querySelector("pre").textContent = ["png", "jpeg", "webp"].map((type) => canvas.toDataURL("image/" + type)).join(" ");
    </script>`;
    const file = join(mkdtempSync(join(tmpdir(), "filekiosk-canvas-")), "canvas.html");
    writeFileSync(file, page);
    const args = ["--no-sandbox", "--disable-gpu", "--dump-dom", `file://${file}`];
    const ran = spawnSync(shell ?? "", args, { encoding: "utf8", timeout: 60_000 });
    const made = [...ran.stdout.matchAll(/data:image\/(\w+);base64,([\w+/=]+)/g)];
    expect(made.map(([, type]) => type)).toEqual(["png", "jpeg", "webp"]);
    for (const [, , data = ""] of made) {
      const { facts, parts } = await read(Buffer.from(data, "base64"));
      expect(facts).toMatchObject({ width: 300, height: 200, colourSpace: "sRGB", frames: 1, trouble: null });
      expect(parts).toMatchObject([{ kind: "watermarked", width: 150, height: 100 }]);
    }
  });
});

describe("a picture of one point by 20,000", () => {
  const sizes = [
    [1, 20_000],
    [20_000, 1],
  ] as const;
  it.each(sizes)("(%s x %s) is shown in each way", async (width, height) => {
    const bytes = await plain(width, height).png().toBuffer();
    for (const picture of PICTURE_SHOWN.filter((each) => each !== "none")) {
      const made = await show(bytes, picture);
      expect(Math.max(made.width, made.height)).toBeLessThanOrEqual(800);
      expect(Math.min(made.width, made.height)).toBe(1);
    }
  });

  it.each(sizes)("(%s x %s) is a cover", async (width, height) => {
    const bytes = await plain(width, height).png().toBuffer();
    const made = onlyPart(await runProgram("reduce-cover", { side: 800, bytes: 60_000 }, bytes, pictureLimits));
    expect([made.width, made.height].sort((one, other) => one - other)).toEqual([1, 800]);
  });
});

/** A PNG whose control chunk says that it moves (APNG), with seven frames. */
async function animated(): Promise<Buffer> {
  const png = await plain(200, 100).png().toBuffer();
  const chunk = Buffer.alloc(20);
  chunk.writeUInt32BE(8, 0);
  chunk.write("acTL", 4);
  chunk.writeUInt32BE(7, 8);
  // Readers that do not know the chunk pass over it, whatever its sum is.
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 16)), 16);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

/** A JPEG whose profile has this name, and otherwise the one of sRGB. */
async function withProfile(name: string): Promise<Buffer> {
  const { icc = Buffer.alloc(0) } = await sharp(
    await plain(200, 100).withIccProfile("srgb").jpeg().toBuffer(),
  ).metadata();
  const text = Buffer.alloc(icc.length + 112 + name.length);
  icc.copy(text);
  text.write("desc", icc.length);
  text.writeUInt32BE(name.length + 1, icc.length + 8);
  text.write(name, icc.length + 12);
  text.writeUInt32BE(text.length, 0);
  for (let at = 132; at < 132 + icc.readUInt32BE(128) * 12; at += 12) {
    if (icc.toString("latin1", at, at + 4) !== "desc") continue;
    text.writeUInt32BE(icc.length, at + 4);
    text.writeUInt32BE(text.length - icc.length, at + 8);
  }
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-profile-"));
  writeFileSync(join(folder, "profile.icc"), text);
  return plain(200, 100).withIccProfile(join(folder, "profile.icc"), { attach: true }).jpeg().toBuffer();
}
