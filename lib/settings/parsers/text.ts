/**
 * Building blocks of settings parsers: zod schemas that take the operator's text and return the value for the code. Pure.
 *
 * The settings are read before anything else is loaded, so nothing in this folder imports much: viem alone would take a
 * second.
 */

import { z } from "zod";
import { type Read, readWhole, unclearWords } from "@/lib/read-number";

/** A schema whose reader returns the value, or throws an Error whose message explains the problem and the fix. */
export function text<T>(read: (value: string) => T) {
  return z.string().transform((value, context) => {
    try {
      return read(value);
    } catch (error) {
      context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
}

export const asItIs = z.string();

export const shortText = z.string().max(200, "is longer than 200 characters.");

/** What was read; null for what is none. @throws Error for what could mean two values */
export function asRead<T>(value: string, read: Read<T>): T | null {
  if (read.kind === "unclear") throw new Error(unclearWords(value, read.readings));
  return read.kind === "read" ? read.value : null;
}

export function wholeNumber(min: number, max: number) {
  return text((value) => {
    const number = asRead(value, readWhole(value));
    if (number === null || number < min || number > max) {
      throw new Error(`has to be a whole number from ${min} to ${max}.`);
    }
    return number;
  });
}

export const onOrOff = text((value) => {
  if (value !== "on" && value !== "off") throw new Error('has to be "on" or "off".');
  return value === "on";
});

/** The words of a list, separated by commas or white space. */
export function splitList(value: string): string[] {
  return value.split(/[\s,]+/).filter((item) => item !== "");
}
