/**
 * The media types that the shop knows, with the endings of names that belong to each. Where an ending has several
 * types, the usual one comes first. Read with `typesOfEnding`.
 */
const table: [type: string, endings: string][] = [
  // Some of these endings have other formats, too: all texts may have them.
  ["text/plain", "txt text log asc com dot key msg pot pub ts"],
  ["text/css", "css"],
  ["text/csv", "csv"],
  ["text/html", "htm html"],
  ["text/calendar", "ics"],
  ["text/javascript", "js mjs"],
  ["text/markdown", "md markdown"],
  ["text/tab-separated-values", "tsv"],
  ["text/vcard", "vcf"],
  ["text/vtt", "vtt"],
  ["application/json", "json"],
  ["application/sql", "sql"],
  ["application/toml", "toml"],
  ["application/x-subrip", "srt"],
  ["application/x-tex", "tex"],
  ["application/yaml", "yaml yml"],

  ["application/xml", "xml"],
  ["application/atom+xml", "atom"],
  ["application/gpx+xml", "gpx"],
  ["application/rss+xml", "rss"],
  ["application/vnd.google-earth.kml+xml", "kml"],
  ["application/vnd.recordare.musicxml+xml", "musicxml"],
  ["application/x-fictionbook+xml", "fb2"],
  ["application/xhtml+xml", "xhtml xht"],
  ["application/xslt+xml", "xsl xslt"],
  ["image/svg+xml", "svg"],

  ["application/pdf", "pdf ai"],
  ["application/postscript", "ps eps ai"],
  ["application/rtf", "rtf doc"],
  ["application/pgp-encrypted", "pgp asc"],
  ["application/x-ms-regedit", "reg"],
  ["application/x-unix-archive", "ar a"],
  ["model/stl", "stl"],

  ["image/apng", "apng"],
  ["image/avif", "avif avifs"],
  ["image/bmp", "bmp dib"],
  ["image/gif", "gif"],
  ["image/heic", "heic"],
  ["image/heic-sequence", "heics heic"],
  ["image/heif", "heif hif"],
  ["image/heif-sequence", "heifs heif"],
  ["image/jpeg", "jpg jpeg jpe jfif pjpeg pjp"],
  ["image/jxl", "jxl"],
  ["image/png", "png apng"],
  ["image/vnd.adobe.photoshop", "psd psb"],
  ["image/webp", "webp"],
  ["image/x-icon", "ico cur"],
  ["image/tiff", "tif tiff"],
  ["image/x-adobe-dng", "dng"],
  ["image/x-canon-cr2", "cr2"],
  ["image/x-canon-cr3", "cr3"],
  ["image/x-epson-erf", "erf"],
  ["image/x-hasselblad-3fr", "3fr fff"],
  ["image/x-kodak-dcr", "dcr kdc"],
  ["image/x-nikon-nef", "nef nrw"],
  ["image/x-pentax-pef", "pef"],
  ["image/x-phaseone-iiq", "iiq"],
  ["image/x-samsung-srw", "srw"],
  ["image/x-sony-arw", "arw sr2 srf"],

  ["audio/aac", "aac"],
  ["audio/aiff", "aif aiff aifc"],
  ["audio/flac", "flac"],
  ["audio/midi", "mid midi"],
  ["audio/mp4", "m4a m4b m4p f4a f4b"],
  ["audio/mpeg", "mp3 mp2 mp1 mpga"],
  ["audio/ogg", "ogg oga opus spx"],
  ["audio/ogg; codecs=opus", "opus ogg oga"],
  ["audio/wav", "wav"],
  ["audio/webm", "weba"],
  ["audio/matroska", "mka"],
  ["audio/x-ms-wma", "wma"],

  ["video/3gpp", "3gp"],
  ["video/3gpp2", "3g2"],
  ["video/matroska", "mkv mk3d mks"],
  ["video/mp2t", "ts mts m2ts m2t"],
  ["video/mp4", "mp4 mpg4 f4v f4p"],
  ["video/mpeg", "mpg mpeg mpe vob m2v m1v"],
  ["video/ogg", "ogv ogm ogg"],
  ["video/quicktime", "mov qt"],
  ["video/vnd.avi", "avi"],
  ["video/webm", "webm"],
  ["video/x-flv", "flv"],
  ["video/x-m4v", "m4v"],
  ["video/x-ms-wmv", "wmv"],
  ["video/x-ms-asf", "asf"],
  ["application/ogg", "ogx"],

  ["application/gzip", "gz tgz"],
  ["application/x-7z-compressed", "7z cb7"],
  ["application/x-bzip2", "bz2"],
  ["application/x-rar-compressed", "rar cbr"],
  ["application/x-tar", "tar"],
  ["application/x-xz", "xz"],
  ["application/zstd", "zst"],

  ["application/zip", "zip"],
  ["application/epub+zip", "epub"],
  ["application/java-archive", "jar war ear"],
  ["application/vnd.android.package-archive", "apk"],
  ["application/vnd.comicbook+zip", "cbz"],
  ["application/vnd.google-earth.kmz", "kmz"],
  ["application/vnd.oasis.opendocument.graphics", "odg"],
  ["application/vnd.oasis.opendocument.presentation", "odp"],
  ["application/vnd.oasis.opendocument.spreadsheet", "ods"],
  ["application/vnd.oasis.opendocument.text", "odt"],
  ["application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"],
  ["application/vnd.apple.keynote", "key"],
  ["application/vnd.apple.numbers", "numbers"],
  ["application/vnd.apple.pages", "pages"],
  ["application/x-xpinstall", "xpi"],
  ["model/3mf", "3mf"],

  ["application/msword", "doc dot"],
  ["application/vnd.ms-excel", "xls xlt"],
  ["application/vnd.ms-outlook", "msg pst"],
  ["application/vnd.ms-powerpoint", "ppt pps pot"],
  ["application/vnd.ms-publisher", "pub"],
  ["application/vnd.visio", "vsd vsdx"],
  ["application/x-msi", "msi"],

  ["application/x-apple-diskimage", "dmg"],
  ["application/x-elf", "elf so"],
  ["application/x-mach-binary", "macho dylib"],
  ["application/x-msdownload", "exe dll scr com sys"],
  ["font/collection", "ttc"],
  ["font/otf", "otf"],
  ["font/ttf", "ttf otf"],
  ["font/woff", "woff"],
  ["font/woff2", "woff2"],
];

const byEnding = new Map<string, string[]>();
for (const [type, endings] of table) {
  for (const ending of endings.split(" ")) byEnding.set(ending, [...(byEnding.get(ending) ?? []), type]);
}

/** For bytes of which nothing else is known. */
export const PLAIN_BYTES = "application/octet-stream";

/** The ending of a file's name, in lower case and without its dot: `pdf`; empty if it has none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf(".");
  const isEnding = /[^.]/.test(name.slice(0, Math.max(dot, 0))) && /^[^\\/\s]{1,20}$/.test(name.slice(dot + 1));
  return isEnding ? name.slice(dot + 1).toLowerCase() : "";
}

/** A file's name without its ending. */
export function stemOf(name: string): string {
  const ending = endingOf(name);
  return ending ? name.slice(0, -ending.length - 1) : name;
}

/** The media types of a name's ending, the usual one first; none if the shop does not know it. */
export function typesOfEnding(ending: string): readonly string[] {
  return byEnding.get(ending) ?? [];
}
