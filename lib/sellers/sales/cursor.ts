import "server-only";
import { AppError } from "@/lib/errors";

/** A place in a list: the columns that it is ordered by, times first, the id last. */
export type Place = { times: Date[]; id: string };

/** Which sales of a list: those after a place, in the direction of the older or of the newer ones. */
export type Cursor = { place: Place; towards: "older" | "newer" };

/** As text for a URL: times in milliseconds, then the id. */
export function writePlace({ times, id }: Place): string {
  return [...times.map((time) => time.getTime()), id].join(".");
}

/** @throws AppError `invalid_input` for anything that `writePlace` has not written for a list with as many times */
export function readPlace(text: string, times: number): Place {
  const parts = text.split(".");
  const id = parts.pop() ?? "";
  const read = parts.map((part) => new Date(/^\d{1,15}$/.test(part) ? Number(part) : Number.NaN));
  if (read.length !== times || id === "" || read.some((time) => Number.isNaN(time.getTime()))) {
    throw new AppError("invalid_input", { detail: "This page of the list does not exist. Start with the first one." });
  }
  return { times: read, id };
}
