// The colour space of a picture, by the profile in it, else by its header.

/** What profiles are called by those who buy by it; others keep the name that they have. */
const KNOWN = [
  [/s\s?rgb/i, "sRGB"],
  [/display[\s-]?p3|^sP3C$/i, "Display P3"],
  [/adobe\s?rgb/i, "Adobe RGB"],
  [/prophoto|romm/i, "ProPhoto RGB"],
  [/rec(?:ommendation)?[.\s]*(?:itu-r )?(?:bt[.\s]?)?2020/i, "Rec. 2020"],
];
const BY_HEADER = { cmyk: "CMYK", "b-w": "grey", grey16: "grey", lab: "Lab" };

/**
 * @param {{ space?: string, icc?: Buffer }} metadata as `sharp` reads it
 * @returns {string} a picture without a profile is sRGB, as browsers take it
 */
export function colourSpaceOf({ space, icc }) {
  const byHeader = BY_HEADER[space];
  if (byHeader) return byHeader;
  const name = icc ? nameOfProfile(icc) : null;
  return name ? (KNOWN.find(([pattern]) => pattern.test(name))?.[1] ?? name.slice(0, 60)) : "sRGB";
}

/** Its description (ICC.1:2010 9.2.41): text in version 2, `mluc` in version 4. @param {Buffer} icc */
function nameOfProfile(icc) {
  try {
    const count = Math.min(icc.readUInt32BE(128), 100);
    for (let at = 132; at < 132 + count * 12; at += 12) {
      if (icc.toString("latin1", at, at + 4) === "desc") return read(icc.subarray(icc.readUInt32BE(at + 4)));
    }
  } catch {
    // Cut off: it has no name.
  }
  return null;
}

function read(tag) {
  if (tag.toString("latin1", 0, 4) === "mluc") {
    const [length, begin] = [Math.min(tag.readUInt32BE(20), 400), tag.readUInt32BE(24)];
    return Buffer.from(tag.subarray(begin, begin + (length & ~1)))
      .swap16()
      .toString("utf16le");
  }
  const length = Math.min(tag.readUInt32BE(8), 200);
  return tag.toString("latin1", 12, 12 + length).replace(/\0.*$/s, "");
}
