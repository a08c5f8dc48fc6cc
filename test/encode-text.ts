import { decodeText, type Encoding } from "../lib/text-encoding/encodings";

const maps = new Map<Encoding, Map<string, Buffer>>();

/** Text as bytes in an old encoding: the platform only decodes, so that all one- and two-byte sequences are tried once. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === "utf-8") return Buffer.from(text);
  if (encoding === "utf-16le") return Buffer.from(text, "utf16le");
  if (encoding === "utf-16be") return Buffer.from(text, "utf16le").swap16();
  if (encoding === "iso-2022-jp") return encodeIso2022(text);
  const map = maps.get(encoding) ?? readMap(encoding);
  maps.set(encoding, map);
  return Buffer.concat(
    Array.from(text, (character) => {
      const bytes = map.get(character);
      if (!bytes) throw new Error(`${encoding} has no ${character}`);
      return bytes;
    }),
  );
}

const wide: Encoding[] = ["gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"];

function readMap(encoding: Encoding): Map<string, Buffer> {
  const map = new Map<string, Buffer>();
  const add = (bytes: Buffer) => {
    const character = decodeText(bytes, encoding, false);
    if ([...character].length === 1 && character !== "\ufffd" && !map.has(character)) map.set(character, bytes);
  };
  for (let one = 0; one < 256; one += 1) add(Buffer.of(one));
  if (!wide.includes(encoding)) return map;
  for (let one = 0x81; one < 0xff; one += 1) for (let two = 0x40; two < 0xff; two += 1) add(Buffer.of(one, two));
  return map;
}

/** RFC 1468: the bytes of EUC-JP without their highest bit, between escapes. */
function encodeIso2022(text: string): Buffer {
  const euc = encodeText(text, "euc-jp");
  if (euc.some((byte) => byte < 0x80)) throw new Error("Only Japanese letters are encoded.");
  return Buffer.concat([Buffer.from("\u001b$B"), euc.map((byte) => byte & 0x7f), Buffer.from("\u001b(B")]);
}
