/** UTF-32 as text: the platform has no decoder for it. The mark, and a last incomplete character, are left out. */
export function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length - (bytes.length % 4));
  const characters: string[] = [];
  for (let at = 0; at < view.byteLength; at += 4) {
    const code = view.getUint32(at, littleEndian);
    const exists = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    if (at > 0 || code !== 0xfeff) characters.push(exists ? String.fromCodePoint(code) : "\ufffd");
  }
  return characters.join("");
}
