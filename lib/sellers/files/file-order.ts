import "server-only";
import { AppError } from "@/lib/errors";
import { saleEndsAt } from "@/lib/products/files/file-state";
import type { ListedRow } from "./read-listed";
import type { FileSort } from "./schema";

/** A row's place in an order: numbers and texts, the first one that differs decides; among equal ones the id. */
export type Place = readonly [...(number | string)[], id: string];

/** Titles in any script, numbers in them by their value. */
const collator = new Intl.Collator("en", { numeric: true });

/** The place of a row. Descending numbers are negative, so that lower ones come first everywhere. */
export function placeOf(row: ListedRow, sort: FileSort, now: Date): Place {
  const newest = -row.createdAt.getTime();
  switch (sort) {
    case "newest":
      return [newest, row.id];
    case "sales":
      return [-row.sales, newest, row.id];
    case "received":
      return [-Number(row.microUsd), newest, row.id];
    case "title":
      return [row.title, newest, row.id];
    case "ending":
      return [...endPlace(row, now), newest, row.id];
  }
}

function endPlace(row: ListedRow, now: Date): [number, number] {
  const end = saleEndsAt(row);
  if (end === null) return [1, 0];
  return end > now ? [0, end.getTime()] : [2, -end.getTime()];
}

/** Below zero if the first one comes first. Of files made at the same moment the higher id does, as in the database. */
export function comparePlaces(one: Place, other: Place): number {
  for (const [at, mine] of one.entries()) {
    const theirs = other[at];
    const isId = at === one.length - 1;
    const order =
      typeof mine === "number"
        ? mine - Number(theirs)
        : isId
          ? compareIds(String(theirs), mine)
          : collator.compare(mine, String(theirs)) || compareIds(mine, String(theirs));
    if (order !== 0) return order;
  }
  return 0;
}

const compareIds = (one: string, other: string) => (one < other ? -1 : Number(one > other));

/** A place as text for a URL. */
export function writePlace(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/**
 * @returns null for no place
 * @throws AppError `invalid_input` for anything that `writePlace` has not written for this order
 */
export function readPlace(text: string, sort: FileSort): Place | null {
  if (text === "") return null;
  const place = parse(text);
  const shape = shapes[sort];
  if (place.length !== shape.length || place.some((part, at) => typeof part !== shape[at] || Number.isNaN(part))) {
    throw new AppError("invalid_input", { detail: "This page of the list does not exist. Start with the first one." });
  }
  return place as unknown as Place;
}

const shapes: Record<FileSort, string[]> = {
  newest: ["number", "string"],
  sales: ["number", "number", "string"],
  received: ["number", "number", "string"],
  title: ["string", "number", "string"],
  ending: ["number", "number", "number", "string"],
};

function parse(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
