import "server-only";

/** Units of UTF-16 from which a text without a mark is recognised. */
const MIN_UNMARKED = 8;

/** Controls and characters that do not exist: signs of other bytes than text. */
const unusual = /(?!\s)\p{Cc}|\p{Cn}/u;

/** The sample as text if it is UTF-16 or UTF-32 with its mark, or unmistakable UTF-16 without one, else null. */
export function readWideText(sample: Buffer): string | null {
  const text = readUtf32(sample) ?? readUtf16(sample);
  return text === null || unusual.test(text) ? null : text;
}

function readUtf16(sample: Buffer): string | null {
  const mark = sample.subarray(0, 2).toString("hex");
  if (mark === "fffe") return decode("utf-16le", sample);
  if (mark === "feff") return decode("utf-16be", sample);
  const encoding = unmarked(sample);
  const text = encoding ? decode(encoding, sample) : null;
  return text !== null && (text.match(/[\p{L}\p{N}\s]/gu)?.length ?? 0) > text.length * 0.7 ? text : null;
}

/** In most texts at least half of the units are ASCII: one of their bytes is zero, always on the same side. */
function unmarked(sample: Buffer): "utf-16le" | "utf-16be" | null {
  const units = Math.floor(sample.length / 2);
  const zeros = [0, 0];
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (units < MIN_UNMARKED || Math.max(even, odd) < units / 2 || Math.min(even, odd) > 0) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}

/** There is no decoder for it in the platform. */
function readUtf32(sample: Buffer): string | null {
  const mark = sample.subarray(0, 4).toString("hex");
  if (mark !== "fffe0000" && mark !== "0000feff") return null;
  const view = new DataView(sample.buffer, sample.byteOffset, sample.length - (sample.length % 4));
  const characters: string[] = [];
  for (let at = 4; at < view.byteLength; at += 4) {
    const code = view.getUint32(at, mark === "fffe0000");
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
    characters.push(String.fromCodePoint(code));
  }
  // An MPEG frame begins with the same bytes as the mark; what follows is hardly ever in the plane of most letters.
  return characters.filter((each) => each.length === 1).length * 2 > characters.length ? characters.join("") : null;
}

function decode(encoding: string, bytes: Buffer): string | null {
  try {
    // As a stream, because the sample may end inside a character.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}
