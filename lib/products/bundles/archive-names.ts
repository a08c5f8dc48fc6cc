import "server-only";
import { cutText } from "@/lib/clean-text";

/** As for file names (`FILE_NAME_MAX_BYTES`). */
const MAX_BYTES = 255;
const extensionPattern = /(?:\.tar)?\.[^.\s]{1,16}$/iu;

/**
 * The names of files in one archive: no path, and no two of them equal on any computer. The second of two equal names gets
 * " (2)" before its extension, the third " (3)". Names are equal when they differ in case or Unicode normal form alone.
 *
 * @param names in the order of the archive
 * @returns as many, in the same order; each at most 255 bytes of UTF-8
 */
export function nameInArchive(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((raw) => {
    const name = withoutPath(raw);
    let free = name;
    for (let copy = 2; taken.has(keyOf(free)); copy += 1) free = numbered(name, copy);
    taken.add(keyOf(free));
    return free;
  });
}

/** File systems fold case and normal form in different ways; what any of them takes for equal has one key. */
function keyOf(name: string): string {
  return name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFKC");
}

/** Names are clean since their upload. An archive is unpacked elsewhere: nothing in it leads out of the folder. */
function withoutPath(raw: string): string {
  const name = raw.normalize("NFC").replace(/[/\\\p{Cc}]/gu, "_");
  return /^[.\s]*$/u.test(name) ? "_" : name;
}

function numbered(name: string, copy: number): string {
  const extension = extensionPattern.exec(name)?.[0] ?? "";
  const end = ` (${copy})${extension}`;
  const room = MAX_BYTES - Buffer.byteLength(end);
  return cutText(name.slice(0, name.length - extension.length), (part) => Buffer.byteLength(part) <= room) + end;
}
