import "server-only";
import { cleanLine, cutText, removeDirectionMarks } from "@/lib/clean-text";
import { AppError } from "@/lib/errors";
import { FILE_NAME_MAX_BYTES } from "./schema";

/** Device names that Windows reserves, with any extension (Microsoft, "Naming Files, Paths, and Namespaces"). */
const reservedStem = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/iu;
const forbiddenOnWindows = /[<>:"|?*]/gu;
const extensionPattern = /(?:\.tar)?\.[^.\s]{1,16}$/iu;
/** Joiners and variation selectors have nothing to join there; they would only hide a dot after them. */
const leadingDots = /^[.\s\u200C\u200D\uFE00-\uFE0F]+/u;
const dotOrSpace = /[.\s]/u;
const somethingToSee = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Makes a client's file name safe to show, to put into headers and to save on any computer. Names are cleaned rather
 * than refused, because people rarely choose them: only the last part of a path counts, characters that hide or
 * reorder text are removed, `<>:"|?*` become `_`, dots and spaces around it are removed, reserved device names get a
 * leading `_`, and what is longer than 255 bytes of UTF-8 is cut between characters, keeping its extension.
 *
 * @throws AppError `invalid_name` when nothing is left of the name
 */
export function normaliseFileName(raw: string): string {
  // Hidden characters are removed first: removing them later could join two halves into a path, or into an uncomposed letter.
  const line = removeDirectionMarks(cleanLine(raw)).normalize("NFC");
  const cut = trimDots(cutToBytes(trimDots(lastSegment(line).replace(forbiddenOnWindows, "_"))));
  if (!somethingToSee.test(cut)) {
    throw new AppError("invalid_name", { detail: "Give the file a name that can be read, such as report.pdf." });
  }
  return isReserved(cut) ? trimDots(cutToBytes(`_${cut}`)) : cut;
}

function lastSegment(path: string): string {
  return path.split(/[/\\]/u).findLast((segment) => segment.trim() !== "") ?? "";
}

function trimDots(name: string): string {
  // Not by a pattern: one that ends in `+$` looks at each run of dots once from every dot of it.
  let end = name.length;
  while (end > 0 && dotOrSpace.test(name.charAt(end - 1))) end--;
  return name.slice(0, end).replace(leadingDots, "");
}

function isReserved(name: string): boolean {
  const [stem = ""] = name.split(".");
  return reservedStem.test(stem.trim());
}

function cutToBytes(name: string): string {
  if (Buffer.byteLength(name) <= FILE_NAME_MAX_BYTES) return name;
  const extension = extensionPattern.exec(name)?.[0] ?? "";
  const room = FILE_NAME_MAX_BYTES - Buffer.byteLength(extension);
  // No character has less than a byte, so what is beyond this cannot fit. Looking for characters in all of it would be slow.
  const beginning = name.slice(0, Math.min(name.length - extension.length, 4 * FILE_NAME_MAX_BYTES));
  const stem = cutText(beginning, (part) => Buffer.byteLength(part) <= room);
  return trimDots(stem) + extension;
}
