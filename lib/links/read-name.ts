import "server-only";
import { createHash } from "node:crypto";
import { foldLetters, lookOf } from "./fold";
import { HANDLE_MAX, HANDLE_MIN, SLUG_MAX } from "./limits";
import { isReservedHandle, isReservedSlug } from "./reserved";
import { mayStandTogether, scriptsOf } from "./scripts";

/** Why a text is no name, as codes of fields (`lib/errors.ts`). */
export type NameMistake =
  | "required"
  | "name_hidden_characters"
  | "name_letters"
  | "name_mixed_scripts"
  | "name_handle_script"
  | "name_like_address"
  | "name_reserved"
  | "too_short"
  | "too_long";

export type ReadName = { name: string } | { mistake: NameMistake };

/** Unassigned, private and unpaired code points, controls, direction marks, joiners, fillers, variation selectors. */
const hidden = /[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029\u115f\u1160\u3164\uffa0]/u;
/** More than two marks on one letter. */
const stacked = /\p{M}{3}/u;
/** Beside the words of a name: spaces, punctuation, symbols. */
const between = /[\p{P}\p{S}\p{Z}]+/gu;

/**
 * The handle that a seller asks for, as it is stored. Handles are told apart by people who are about to pay, so they are in one script
 * of which every look-alike is known here: Latin or Arabic (UTS 39, section 5.2).
 *
 * @param operatorName see `isReservedHandle`
 */
export function readHandle(text: string, operatorName: string | undefined): ReadName {
  const read = readName(text, HANDLE_MAX);
  if ("mistake" in read) return read;
  const { name } = read;
  const all = scriptsOf(name);
  if (!all) return { mistake: "name_letters" };
  if (all.size > 1) return { mistake: "name_mixed_scripts" };
  if (![...all].every((script) => script === "latin" || script === "arabic")) return { mistake: "name_handle_script" };
  if ([...name].length < HANDLE_MIN) return { mistake: "too_short" };
  if (/^[\d-]+$|^0x/u.test(name)) return { mistake: "name_like_address" };
  return isReservedHandle(name, operatorName) ? { mistake: "name_reserved" } : read;
}

/** The slug that a seller asks for, as it is stored. Only this seller's other files could be taken for it. */
export function readSlug(text: string): ReadName {
  const read = readName(text, SLUG_MAX);
  if ("mistake" in read) return read;
  const all = scriptsOf(read.name);
  if (!all) return { mistake: "name_letters" };
  if (!mayStandTogether(read.name.split("-"), all)) return { mistake: "name_mixed_scripts" };
  return isReservedSlug(read.name) ? { mistake: "name_reserved" } : read;
}

/** Whether a part of a path is a name at all; null if not. Never throws, whatever the text. */
export function readPart(text: string): string | null {
  const read = readName(text, SLUG_MAX);
  return "name" in read ? read.name : null;
}

function readName(text: string, max: number): ReadName {
  if (text.trim() === "") return { mistake: "required" };
  // Before anything is folded: what cannot be seen must not be in what somebody thinks they chose.
  if (hidden.test(text.trim())) return { mistake: "name_hidden_characters" };
  if (text.length > 4 * max) return { mistake: "too_long" };
  const folded = foldLetters(text);
  if (stacked.test(folded.normalize("NFD"))) return { mistake: "name_letters" };
  const name = folded.replace(between, "-").replace(/^-+|-+$/gu, "");
  if (name === "" || !/^[\p{L}\p{M}\d-]+$/u.test(name) || /(?:^|-)\p{M}/u.test(name))
    return { mistake: "name_letters" };
  if ([...name].length > max) return { mistake: "too_long" };
  return { name };
}

/**
 * A handle or a slug to begin with, from a seller's name or a file's title: as much of it as can be one.
 *
 * @returns null if nothing can
 */
export function offerName(text: string, read: (text: string) => ReadName, max: number): string | null {
  const visible = text.replace(new RegExp(hidden.source, "gu"), "");
  const words = foldLetters(visible).replace(between, "-").split("-").filter(Boolean);
  for (let count = words.length; count > 0; count -= 1) {
    const some = words.slice(0, count).join("-");
    if ([...some].length > max) continue;
    const tried = read(some);
    if ("name" in tried) return tried.name;
  }
  const [longest] = words;
  if (longest === undefined || [...longest].length <= max) return null;
  const cut = read([...longest].slice(0, max).join(""));
  return "name" in cut ? cut.name : null;
}

/** The row of a handle: names that look alike have the same one. */
export const handleKey = (name: string) => keyOf("", name);
/** The row of a slug among those of its seller. */
export const slugKey = (sellerId: string, name: string) => keyOf(sellerId, name);

function keyOf(scope: string, name: string): string {
  return createHash("sha256")
    .update(`${scope}/${lookOf(name)}`)
    .digest("hex");
}
