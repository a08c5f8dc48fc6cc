import sharp from "sharp";
import { pngHead } from "./png-head";

/** Pictures that are none, or want more of a reader than they have bytes. */
export type HostilePicture = {
  what: string;
  make(): Promise<Buffer>;
  /** Why nothing is made of it; without it, it is told and shown like any other. */
  reason?: "unreadable" | "too-large";
};

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#3366aa" } });
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><image href="/etc/passwd"/></svg>';

async function manyFrames(count: number): Promise<Buffer> {
  const frames = Array.from({ length: count }, async (_, index) => {
    const background = index % 2 === 0 ? "#000000" : "#ffffff";
    return sharp({ create: { width: 320, height: 240, channels: 3, background } })
      .png()
      .toBuffer();
  });
  return sharp(await Promise.all(frames), { join: { animated: true } })
    .gif()
    .toBuffer();
}

export const hostilePictures: readonly HostilePicture[] = [
  { what: "a drawing program (SVG)", make: async () => Buffer.from(svg), reason: "unreadable" },
  {
    what: "the head of a photograph",
    make: async () => (await plain(640, 480).jpeg().toBuffer()).subarray(0, 160),
    reason: "unreadable",
  },
  { what: "nothing", make: async () => Buffer.alloc(0), reason: "unreadable" },
  { what: "text", make: async () => Buffer.from("no picture at all ".repeat(100)), reason: "unreadable" },
  { what: "a PDF", make: async () => Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), reason: "unreadable" },
  {
    what: "a PNG of four gigapixels in 150 bytes",
    make: async () => pngHead(65_000, 65_000),
    reason: "too-large",
  },
  { what: "a PNG whose pixels are missing", make: async () => pngHead(2_000, 2_000), reason: "unreadable" },
  { what: "a PNG of one by 20,000 points", make: () => plain(1, 20_000).png().toBuffer() },
  { what: "60 MB of zeros after a small PNG", make: smallBeforeZeros },
  {
    what: "a WebP of 36 megapixels in a few kilobytes",
    make: () => plain(6_000, 6_000).webp({ effort: 0 }).toBuffer(),
  },
  { what: "a GIF of 200 frames", make: () => manyFrames(200) },
];

async function smallBeforeZeros(): Promise<Buffer> {
  return Buffer.concat([await plain(640, 480).png().toBuffer(), Buffer.alloc(60 * 1024 * 1024)]);
}
