import sharp from "sharp";
import { describe, expect, it, vi } from "vitest";
import { joinTiff } from "@/test/join-tiff";
import { type BitmapKind, joinIco, makeBmp, makeIco } from "@/test/make-bitmap";
import { readContent } from "@/test/read-content";
import { onlyPart } from "./read-answer";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

/** Pictures that browsers show, though strict decoders refuse them, or do not know them. */

const decode = async (bytes: Uint8Array) =>
  onlyPart(await readContent("image/png", bytes, { showing: { picture: "blurred" } }));

/** The colour of a point near the top, and of one near the bottom. */
async function colours(webp: Buffer): Promise<[top: string, bottom: string]> {
  const { data, info } = await sharp(webp).raw().toBuffer({ resolveWithObject: true });
  const name = (y: number) => {
    const [red = 0, green = 0, blue = 0] = data.subarray((y * info.width + info.width - 2) * info.channels);
    if (Math.min(red, green, blue) > 200) return "white";
    return red > blue ? "red" : "blue";
  };
  return [name(1), name(info.height - 2)];
}

/** The upper half red, the lower half blue, with a little noise so that compression has something to do. */
function twoHalves(width: number, height: number) {
  const half = { width, height: height / 2, channels: 3 as const, background: "#0000ff" };
  return sharp({ create: { width, height, channels: 3, background: "#ff0000" } }).composite([
    { input: { create: half }, left: 0, top: height / 2 },
  ]);
}

/** The same, so that half of the bytes are half of the picture. */
function withNoise(side: number) {
  const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
  const create = { width: side, height: side, channels: 3 as const, background: "#808080", noise };
  const half = (background: string, top: number) => ({
    input: { create: { width: side, height: side / 2, channels: 4 as const, background } },
    left: 0,
    top,
  });
  return sharp({ create }).composite([half("rgba(255,0,0,0.6)", 0), half("rgba(0,0,255,0.6)", side / 2)]);
}

describe("bitmaps", () => {
  it.each<[what: string, kind: BitmapKind]>([
    ["24 bits", { depth: 24 }],
    ["24 bits, from the top down", { depth: 24, topDown: true }],
    ["32 bits", { depth: 32 }],
    ["32 bits whose alpha nobody set", { depth: 32, alpha: 0 }],
    ["32 bits with fields", { depth: 32, compression: "fields", header: 124 }],
    ["16 bits", { depth: 16 }],
    ["16 bits with fields", { depth: 16, compression: "fields" }],
    ["8 bits", { depth: 8 }],
    ["8 bits, run lengths", { depth: 8, compression: "rle" }],
    ["4 bits", { depth: 4 }],
    ["4 bits, run lengths", { depth: 4, compression: "rle" }],
    ["1 bit", { depth: 1 }],
    ["8 bits of OS/2", { depth: 8, header: 12 }],
    ["24 bits of OS/2", { depth: 24, header: 12 }],
    ["24 bits with the newest header", { depth: 24, header: 124 }],
  ])("of %s", async (_, kind) => {
    const made = await decode(makeBmp(160, kind));
    expect(made.of).toEqual({ width: 160, height: 160 });
    expect(await colours(made.bytes)).toEqual(["red", "blue"]);
  });

  it("that are cut off have a white rest, and those that hold nothing are refused", async () => {
    const whole = makeBmp(160, { depth: 24, topDown: true });
    expect(await colours((await decode(whole.subarray(0, whole.length * 0.4))).bytes)).toEqual(["red", "white"]);
    await expect(decode(whole.subarray(0, 40))).rejects.toMatchObject({ reason: "unreadable" });
    const claims = Buffer.from(whole);
    claims.writeInt32LE(60_000, 18);
    claims.writeInt32LE(60_000, 22);
    await expect(decode(claims)).rejects.toMatchObject({ reason: "too-large" });
  });
});

describe("icons", () => {
  it.each<[what: string, kind: BitmapKind]>([
    ["8 bits", { depth: 8 }],
    ["24 bits", { depth: 24 }],
    ["32 bits", { depth: 32 }],
  ])("of %s show their largest picture", async (_, kind) => {
    const made = await decode(makeIco(128, kind));
    expect(made.of).toEqual({ width: 128, height: 128 });
    expect(await colours(made.bytes)).toEqual(["red", "blue"]);
  });

  it("with a PNG in them", async () => {
    const png = await twoHalves(256, 256).png().toBuffer();
    const small = await twoHalves(32, 32).png().toBuffer();
    const made = await decode(
      joinIco([
        { side: 256, bytes: png },
        { side: 32, bytes: small },
      ]),
    );
    expect(made.of).toEqual({ width: 256, height: 256 });
    expect(await colours(made.bytes)).toEqual(["red", "blue"]);
  });
});

describe("pictures with a fault", () => {
  it("a JPEG without its last two bytes", async () => {
    const jpeg = await twoHalves(320, 320).jpeg().toBuffer();
    const made = await decode(jpeg.subarray(0, -2));
    expect(made.of).toEqual({ width: 320, height: 320 });
    expect(await colours(made.bytes)).toEqual(["red", "blue"]);
  });

  it.each(["jpeg", "progressive jpeg", "png", "gif"])("half of a %s", async (format) => {
    const [kind = "jpeg"] = format.split(" ").reverse();
    const options = { progressive: format.startsWith("progressive") };
    const whole = await withNoise(320)
      .toFormat(kind as "jpeg", kind === "jpeg" ? options : {})
      .toBuffer();
    const made = await decode(whole.subarray(0, whole.length / 2));
    expect(made.of).toEqual({ width: 320, height: 320 });
    expect((await colours(made.bytes))[0]).toBe("red");
  });

  it("a JPEG of which only the head is there is refused", async () => {
    const jpeg = await twoHalves(320, 320).jpeg().toBuffer();
    await expect(decode(jpeg.subarray(0, 160))).rejects.toMatchObject({ reason: "unreadable" });
  });
});

describe("unusual pictures", () => {
  const shown = async (bytes: Buffer) => {
    const made = await decode(bytes);
    expect(await colours(made.bytes)).toEqual(["red", "blue"]);
    return made.of;
  };
  it("16 bits for each colour", async () => {
    expect(await shown(await twoHalves(320, 240).toColourspace("rgb16").png().toBuffer())).toEqual({
      width: 320,
      height: 240,
    });
  });
  it("for print", async () => {
    expect(await shown(await twoHalves(320, 240).toColourspace("cmyk").jpeg().toBuffer())).toEqual({
      width: 320,
      height: 240,
    });
  });
  it("a moving WebP", async () => {
    const frames = await Promise.all([
      twoHalves(320, 240).png().toBuffer(),
      twoHalves(320, 240).negate().png().toBuffer(),
    ]);
    const bytes = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect(await shown(bytes)).toEqual({ width: 320, height: 240 });
  });
  it("AVIF", async () => {
    expect(await shown(await twoHalves(320, 240).avif().toBuffer())).toEqual({ width: 320, height: 240 });
  });

  it("a TIFF whose first page is a thumbnail", async () => {
    const small = await sharp({ create: { width: 160, height: 120, channels: 3, background: "#00ff00" } })
      .png()
      .toBuffer();
    expect(
      await shown(joinTiff([await tiffOf(small), await tiffOf(await twoHalves(640, 480).png().toBuffer())])),
    ).toEqual({
      width: 640,
      height: 480,
    });
  });
});

const tiffOf = (picture: Buffer) => sharp(picture).tiff({ compression: "none" }).toBuffer();
