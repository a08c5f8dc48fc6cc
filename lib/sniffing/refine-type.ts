import "server-only";
import { typesOfEnding } from "@/lib/media-types";

type Family = {
  /** True of every member: a file may have its ending, too. */
  base: string;
  members: string[];
  /** Members that are certain once they are recognised. Among all others the name decides. */
  certain?: RegExp;
  /** Members that are recognised by marks that others have, too: without a name that agrees, they count as the base. */
  guessed?: RegExp;
};

/** The types of an ending that texts do not have. */
const binaryTypes = (ending: string) => typesOfEnding(ending).filter((type) => !/^text\/|\/rtf$/.test(type));

/** Formats that are kept in the same container. */
const families: Family[] = [
  {
    base: "image/tiff",
    members:
      "adobe-dng canon-cr2 epson-erf hasselblad-3fr kodak-dcr nikon-nef pentax-pef phaseone-iiq samsung-srw sony-arw"
        .split(" ")
        .map((camera) => `image/x-${camera}`),
    guessed: /^image\/x-/,
  },
  {
    base: "application/zip",
    members: "docx xlsx pptx odt ods odp odg epub jar apk xpi cbz kmz pages numbers key 3mf vsdx"
      .split(" ")
      .flatMap(binaryTypes),
    certain: /officedocument|opendocument|epub|macroenabled|visio|3mf/,
  },
  {
    base: "application/x-cfb",
    members: "doc xls msg ppt pub vsd msi".split(" ").flatMap(binaryTypes),
  },
  { base: "video/mp4", members: "m4v m4a mov 3gp 3g2".split(" ").flatMap(binaryTypes) },
  {
    base: "image/heif",
    members: ["image/heif-sequence", "image/heic", "image/heic-sequence", "image/avif"],
    certain: /avif|heic/,
  },
  { base: "video/matroska", members: "mka webm weba".split(" ").flatMap(binaryTypes) },
  { base: "application/ogg", members: "ogg opus ogv".split(" ").flatMap(binaryTypes) },
  { base: "video/x-ms-asf", members: "wmv wma".split(" ").flatMap(binaryTypes) },
  { base: "image/png", members: ["image/apng"] },
  { base: "font/ttf", members: ["font/otf"] },
];

/** Other names of the same type. */
const synonyms: Record<string, string> = {
  "application/eps": "application/postscript",
  "application/vnd.ms-asf": "video/x-ms-asf",
  "audio/x-m4a": "audio/mp4",
  "audio/x-ms-asf": "video/x-ms-asf",
  "video/MP1S": "video/mpeg",
  "video/MP2P": "video/mpeg",
};

/**
 * The media type of binary bytes: containers are shared by many formats, and among those that its signature allows, the
 * name's ending decides which it is.
 *
 * @param signature the type that was recognised in the bytes
 */
export function refineType(signature: string, ending: string): string {
  const type = synonyms[signature] ?? signature;
  const types = typesOfEnding(ending);
  if (types.includes(type)) return type;
  const family = families.find(
    ({ base, members, certain }) => base === type || members.includes(type) || certain?.test(type),
  );
  if (!family) return type;
  const { base, members, certain, guessed } = family;
  if (types.includes(base)) return base;
  const named = types.find((each) => members.includes(each));
  if (named && !certain?.test(type)) return named;
  return guessed?.test(type) ? base : type;
}
