// Bitmaps of Windows and OS/2, which `sharp` does not open and every browser shows: all headers, depths and compressions of
// BMP (Microsoft's "Bitmap Storage" and [MS-WMF] 2.2.2), and the same in icons. What is cut off stays white.

/** Points of a decoded picture; larger ones are decoded with fewer. */
const MAX_DECODED = 16_000_000;

const RGB = 0;
const RLE8 = 1;
const RLE4 = 2;
const BIT_FIELDS = 3;
const ALPHA_BIT_FIELDS = 6;

/**
 * What the header says. `embedded`: a JPEG or PNG in place of the points.
 *
 * @param {Buffer} dib from the header's own length on
 */
export function readBitmapHeader(dib) {
  const length = dib.readUInt32LE(0);
  if (length === 12) {
    const [width, height] = [dib.readUInt16LE(4), dib.readUInt16LE(6)];
    return { length, width, height, isTopDown: false, depth: dib.readUInt16LE(10), compression: RGB, colours: 0 };
  }
  if (length < 16 || length > 256) throw new Error("no header of a bitmap");
  const signed = dib.readInt32LE(8);
  return {
    length,
    width: Math.abs(dib.readInt32LE(4)),
    height: Math.abs(signed),
    isTopDown: signed < 0,
    depth: dib.readUInt16LE(14),
    compression: length >= 20 ? dib.readUInt32LE(16) : RGB,
    colours: length >= 36 ? dib.readUInt32LE(32) : 0,
  };
}

/**
 * @param {Buffer} dib as above
 * @param {number | null} pixelsAt where the points begin in `dib`; null for directly after the palette
 * @param {boolean} isIcon an icon has a mask below its points, and twice its height in the header
 * @returns {{ data: Buffer, raw: { width: number, height: number, channels: 4 } }} red, green, blue and alpha of each point
 */
export function decodeBitmap(dib, pixelsAt, isIcon) {
  const header = readBitmapHeader(dib);
  const height = isIcon ? header.height >> 1 : header.height;
  const { width, depth, compression } = header;
  if (width < 1 || height < 1 || ![1, 2, 4, 8, 16, 24, 32].includes(depth)) throw new Error("no bitmap");
  const step = Math.max(1, Math.ceil(Math.sqrt((width * height) / MAX_DECODED)));
  const raw = { width: Math.ceil(width / step), height: Math.ceil(height / step), channels: 4 };
  const data = Buffer.alloc(raw.width * raw.height * 4, 255);
  const put = (x, row, colour) => {
    const y = header.isTopDown ? row : height - 1 - row;
    if (x >= width || y < 0 || y >= height || x % step !== 0 || y % step !== 0) return;
    data.writeUInt32LE(colour >>> 0, ((y / step) * raw.width + x / step) * 4);
  };
  const masks = readMasks(dib, header);
  const palette = readPalette(dib, header, masks.length);
  const points = pixelsAt ?? palette.end;
  const picture = { dib, at: points, width, height, depth, palette: palette.colours, put };
  if (compression === RLE8 || compression === RLE4) unpack(picture);
  else readRows(picture, colourOf(picture, masks));
  if (depth === 32) fixAlpha(data);
  if (isIcon && depth < 32) applyMask(picture, data, raw, step);
  return { data, raw };
}

const opaque = (red, green, blue) => (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;

/** Masks of the colours of a point; in newer headers they are part of it. */
function readMasks(dib, { length, depth, compression }) {
  const usual = depth === 16 ? [0x7c00, 0x3e0, 0x1f, 0] : [0xff0000, 0xff00, 0xff, 0xff000000];
  if (compression !== BIT_FIELDS && compression !== ALPHA_BIT_FIELDS) return { masks: usual, length: 0 };
  const hasAlpha = length >= 56 || compression === ALPHA_BIT_FIELDS;
  const masks = [40, 44, 48].map((at) => dib.readUInt32LE(at));
  const beyond = length === 40 ? (hasAlpha ? 16 : 12) : 0;
  return { masks: [...masks, hasAlpha ? dib.readUInt32LE(52) : 0], length: beyond };
}

function readPalette(dib, { length, depth, colours: count }, masks) {
  const size = length === 12 ? 3 : 4;
  const begin = length + masks;
  const entries = depth > 8 ? Math.min(count, 256) : Math.min(count || 1 << depth, 1 << depth);
  const colours = [];
  for (let at = begin; at + 3 <= dib.length && colours.length < entries; at += size) {
    colours.push(opaque(dib[at + 2], dib[at + 1], dib[at]));
  }
  return { colours, end: begin + entries * size };
}

/** Reads the colour of a point. */
function colourOf({ dib, depth, palette }, { masks }) {
  if (depth <= 8) {
    const perByte = 8 / depth;
    return (row, x) => {
      const byte = dib[row + Math.floor(x / perByte)];
      return palette[(byte >> (8 - depth - (x % perByte) * depth)) & ((1 << depth) - 1)] ?? opaque(0, 0, 0);
    };
  }
  if (depth === 24) return (row, x) => opaque(dib[row + x * 3 + 2], dib[row + x * 3 + 1], dib[row + x * 3]);
  const parts = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    const most = mask >>> shift;
    return (value) => (most === 0 ? 255 : Math.round((((value & mask) >>> shift) * 255) / most));
  });
  const read = (at) => (depth === 16 ? dib.readUInt16LE(at) : dib.readUInt32LE(at));
  return (row, x) => {
    const value = read(row + x * (depth / 8));
    const [red, green, blue, alpha] = parts.map((part) => part(value));
    return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  };
}

const strideOf = (width, depth) => Math.floor((width * depth + 31) / 32) * 4;

function readRows({ dib, at, width, height, depth, put }, colour) {
  const stride = strideOf(width, depth);
  for (let row = 0; row < height; row += 1) {
    const begin = at + row * stride;
    if (begin + stride > dib.length) return;
    for (let x = 0; x < width; x += 1) put(x, row, colour(begin, x));
  }
}

/** Runs of points, and commands for the end of a line, the end of all, and a leap. */
function unpack({ dib, at, height, depth, palette, put }) {
  const black = opaque(0, 0, 0);
  const nibble = (byte, index) => (depth === 8 ? byte : (byte >> (index % 2 === 0 ? 4 : 0)) & 15);
  let [x, row] = [0, 0];
  for (let next = at; next + 1 < dib.length && row < height; ) {
    const [count, value] = [dib[next], dib[next + 1]];
    next += 2;
    if (count > 0) {
      for (let index = 0; index < count; index += 1) put(x++, row, palette[nibble(value, index)] ?? black);
    } else if (value === 0) [x, row] = [0, row + 1];
    else if (value === 1) return;
    else if (value === 2) {
      x += dib[next] ?? 0;
      row += dib[next + 1] ?? 0;
      next += 2;
    } else {
      const bytes = depth === 8 ? value : (value + 1) >> 1;
      const byteOf = (index) => dib[next + (depth === 8 ? index : index >> 1)] ?? 0;
      for (let index = 0; index < value; index += 1) put(x++, row, palette[nibble(byteOf(index), index)] ?? black);
      next += bytes + (bytes % 2);
    }
  }
}

/** Many programs leave all alphas at 0, and mean a picture that can be seen. */
function fixAlpha(data) {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return;
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
}

function applyMask({ dib, at, width, height, depth }, data, raw, step) {
  const begin = at + strideOf(width, depth) * height;
  const stride = strideOf(width, 1);
  for (let y = 0; y < height; y += step) {
    const row = begin + (height - 1 - y) * stride;
    for (let x = 0; x < width; x += step) {
      if ((dib[row + (x >> 3)] >> (7 - (x % 8))) & 1) data[((y / step) * raw.width + x / step) * 4 + 3] = 0;
    }
  }
}
