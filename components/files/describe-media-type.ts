import type { Words } from "@/lib/i18n/words";
import { endingOf, PLAIN_BYTES, typesOfEnding } from "@/lib/media-types";

type Ui = Words<"ui">;

/**
 * Says what a file is in one plain word or two: "PDF", "Picture (PNG)". Where its content and its name tell different
 * things, both are told, because a buyer has to judge: "Program by its content, PDF by its name".
 *
 * @param mediaType as the server detected it in the bytes
 */
export function describeMediaType(mediaType: string, name: string, t: Ui): string {
  const type = mediaType.split(";")[0]?.trim() ?? "";
  const ending = endingOf(name);
  const extension = /^[a-z0-9]{1,6}$/.test(ending) ? ending.toUpperCase() : undefined;
  const what = wordFor(type, t);
  if (extension && isOtherwiseNamed(type, ending, t)) {
    return what ? t("byContent", { what, extension }) : t("byNameOnly", { extension });
  }
  if (!what) return extension ? t("extensionFile", { extension }) : t("file");
  return extension && type !== "application/pdf" ? `${what} (${extension})` : what;
}

/** Endings of formats that not all have a signature: bytes that are not recognised may well be theirs. */
const unmarked = new Set("aac asc com dmg doc dot key msg pgp pub stl".split(" "));

/** Whether the name belongs to another kind of file than the content. Endings that the shop does not know never do. */
function isOtherwiseNamed(type: string, ending: string, t: Ui): boolean {
  const named = typesOfEnding(ending);
  if (named.length === 0 || named.includes(type)) return false;
  if (type === PLAIN_BYTES) return !unmarked.has(ending);
  if (/[/+]xml$/.test(type) && named.some((each) => /[/+]xml$/.test(each))) return false;
  const what = /^application.*[/+]xml$/.test(type) ? t("text") : wordFor(type, t);
  return what === undefined || named.every((each) => wordFor(each, t) !== what);
}

const programs = new Set(
  "x-msdownload x-elf x-mach-binary x-msi vnd.android.package-archive java-archive java-vm x.ms.shortcut x-ms-regedit"
    .split(" ")
    .map((rest) => `application/${rest}`),
);

function wordFor(type: string, t: Ui): string | undefined {
  const [kind, rest = ""] = type.split("/");
  if (type === PLAIN_BYTES) return undefined;
  if (type === "application/pdf") return "PDF";
  if (programs.has(type)) return t("program");
  if (type === "application/epub+zip") return t("ebook");
  if (/zip|tar|7z|rar|compressed|gzip|x-xz|zstd/.test(rest)) return t("archive");
  for (const known of ["image", "audio", "video", "text", "font"] as const) {
    if (kind === known) return t(known);
  }
}
