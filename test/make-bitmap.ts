/** Bitmaps of Windows and OS/2, of any depth and compression: the upper half red, the lower half blue. */

const RED = [255, 0, 0] as const;
const BLUE = [0, 0, 255] as const;

export type BitmapKind = {
  depth: 1 | 4 | 8 | 16 | 24 | 32;
  /** Of the header in bytes: 12 (OS/2), 40, 108 or 124. */
  header?: number;
  compression?: "rle" | "fields";
  topDown?: boolean;
  /** Alpha of all points of a 32-bit bitmap. */
  alpha?: number;
};

const u16 = (value: number) => Buffer.of(value & 255, (value >> 8) & 255);
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return bytes;
};

/** A BMP of `size` by `size` points. */
export function makeBmp(size: number, kind: BitmapKind): Buffer {
  const dib = makeDib(size, kind, size);
  const { points } = dib;
  const length = 14 + dib.head.length + points.length;
  return Buffer.concat([Buffer.from("BM"), u32(length), u32(0), u32(14 + dib.head.length), dib.head, points]);
}

/** An ICO with a picture of 16 points and one of `size`, whose left half is transparent. */
export function makeIco(size: number, kind: BitmapKind): Buffer {
  const pictures = [16, size].map((side) => {
    const { head, points } = makeDib(side, kind, side * 2);
    const row = Buffer.alloc(Math.ceil(side / 32) * 4);
    for (let x = 0; x < side / 2; x += 1) row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x % 8));
    return { side, bytes: Buffer.concat([head, points, ...Array.from({ length: side }, () => row)]) };
  });
  return joinIco(pictures);
}

/** An ICO with these pictures, of which each may be a PNG. */
export function joinIco(pictures: { side: number; bytes: Buffer }[]): Buffer {
  let place = 6 + pictures.length * 16;
  const entries = pictures.map(({ side, bytes }) => {
    const entry = Buffer.concat([
      Buffer.of(side % 256, side % 256, 0, 0),
      u16(1),
      u16(32),
      u32(bytes.length),
      u32(place),
    ]);
    place += bytes.length;
    return entry;
  });
  return Buffer.concat([u16(0), u16(1), u16(pictures.length), ...entries, ...pictures.map(({ bytes }) => bytes)]);
}

function makeDib(size: number, kind: BitmapKind, headerHeight: number) {
  const { depth, header = 40, compression, topDown = false } = kind;
  const code = compression === "fields" ? 3 : compression === "rle" ? (depth === 4 ? 2 : 1) : 0;
  const rest = [u16(1), u16(depth)];
  const long = [u32(size), u32(topDown ? -headerHeight : headerHeight), ...rest, u32(code), Buffer.alloc(12)];
  const short = [u16(size), u16(headerHeight), ...rest];
  const fields = depth === 16 ? [0xf800, 0x7e0, 0x1f, 0] : [0xff000000, 0xff0000, 0xff00, 0xff];
  const masks = compression === "fields" ? fields.slice(0, header === 40 ? 3 : 4).map(u32) : [];
  const palette =
    depth <= 8
      ? [BLUE, RED].map(([red, green, blue]) => Buffer.of(blue, green, red, ...(header === 12 ? [] : [0])))
      : [];
  const known = Buffer.concat([
    u32(header),
    ...(header === 12 ? short : [...long, u32(palette.length), u32(0), ...masks]),
  ]);
  const filled = Buffer.concat([known, Buffer.alloc(Math.max(0, header - known.length))]);
  const rows = Array.from({ length: size }, (_, row) => rowOf(size, kind, (topDown ? row : size - 1 - row) < size / 2));
  const end = compression === "rle" ? [Buffer.of(0, 1)] : [];
  const table =
    header === 12 && depth <= 8
      ? [...palette, ...Array.from({ length: (1 << depth) - palette.length }, () => Buffer.alloc(3))]
      : palette;
  return { head: Buffer.concat([filled, ...(depth <= 8 ? table : [])]), points: Buffer.concat([...rows, ...end]) };
}

function rowOf(size: number, { depth, compression, alpha = 255 }: BitmapKind, isRed: boolean): Buffer {
  const [red, , blue] = isRed ? RED : BLUE;
  if (compression === "rle") return Buffer.of(size, isRed ? (depth === 4 ? 0x11 : 1) : 0, 0, 0);
  const point = {
    1: Buffer.of(isRed ? 0xff : 0),
    4: Buffer.of(isRed ? 0x11 : 0),
    8: Buffer.of(isRed ? 1 : 0),
    16: compression === "fields" ? u16(isRed ? 0xf800 : 0x1f) : u16(isRed ? 0x7c00 : 0x1f),
    24: Buffer.of(blue, 0, red),
    32: compression === "fields" ? Buffer.of(alpha, blue, 0, red) : Buffer.of(blue, 0, red, alpha),
  }[depth];
  const row = Buffer.alloc(Math.ceil((size * depth) / 32) * 4);
  for (let at = 0; at < Math.ceil((size * depth) / 8); at += 1) row[at] = point[at % point.length] ?? 0;
  return row;
}
