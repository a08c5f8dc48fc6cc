import { endingOf, typesOfEnding } from "@/lib/media-types";
import { PICTURE_TYPES } from "@/lib/previews/schema";

/** Which choices there are for a file. `other`: nothing is shown of its content. */
export type ContentKind = "picture" | "pdf" | "book" | "sound" | "film" | "archive" | "text" | "other";

/** Archives of which the contents can be told. */
const archives = /^application\/(?:zip|java-archive|vnd\.comicbook\+zip|x-tar|gzip|x-7z-compressed|x-rar-compressed)$/;
const texts = /^(?:text\/.*|application\/(?:json|xml|yaml|toml|sql|x-tex|x-subrip))$/;

/** @param mediaType as the server or the browser detected it */
export function contentKind(mediaType: string): ContentKind {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (PICTURE_TYPES.some((one) => one === type)) return "picture";
  if (type === "application/pdf") return "pdf";
  if (type === "application/epub+zip") return "book";
  if (type.startsWith("audio/")) return "sound";
  if (type.startsWith("video/")) return "film";
  if (archives.test(type)) return "archive";
  return texts.test(type) ? "text" : "other";
}

/** The same for a file on this device, before the server has looked at it: its name decides where the browser knows no type. */
export function localKind({ name, type }: { name: string; type: string }): ContentKind {
  const kind = contentKind(type);
  return kind === "other" ? contentKind(typesOfEnding(endingOf(name))[0] ?? "") : kind;
}
