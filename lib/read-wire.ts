import "server-only";
import type { z } from "zod";

/**
 * What a program sent, checked by a schema. Absent, null and empty members are the same wherever the schema gives them no
 * meaning of their own, and errors are in words for people. Pure.
 */

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** The message of an issue about a member that was not sent. */
export const MISSING = "is missing";

/**
 * Parses a value. A member that is null, or `""`, and that the schema rejects counts as absent. `""` stays if the schema has
 * a sentence of its own about it, such as “A file needs a title.”
 *
 * @returns zod's result. Messages that are not the schema's own are predicates: “is missing”, “is not text”
 */
export function readWire<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> {
  for (let sent = value; ; ) {
    const result = schema.safeParse(sent, { error: wordsOf });
    const blanks = result.success ? [] : blanksIn(result.error.issues, sent);
    if (result.success || blanks.length === 0) return result;
    sent = without(sent, blanks);
  }
}

/** The paths of blank members that these issues are about. */
function blanksIn(issues: readonly Issue[], value: unknown): PropertyKey[][] {
  return issues.flatMap((issue) => {
    if (issue.code === "invalid_union") {
      return issue.errors
        .flatMap((branch) => blanksIn(branch, at(value, issue.path)))
        .map((path) => [...issue.path, ...path]);
    }
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.filter((path) => isBlank(at(value, path), issue) && isMember(value, path));
  });
}

function isBlank(value: unknown, { message }: Issue): boolean {
  return value === null || (value === "" && isPredicate(message));
}

/** True for “is missing”, false for a sentence. */
function isPredicate(message: string): boolean {
  return /^[a-z]/.test(message);
}

/** A message as a sentence about one field. */
export function asSentence(message: string): string {
  return isPredicate(message) ? `This ${message}.` : message;
}

/** Elements of a list have their place, so that none is left out. */
function isMember(value: unknown, path: readonly PropertyKey[]): boolean {
  return path.length > 0 && !Array.isArray(at(value, path.slice(0, -1)));
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

/** A copy of JSON without these members. */
function without(value: unknown, paths: readonly PropertyKey[][]): unknown {
  const copy: unknown = structuredClone(value);
  for (const path of paths) delete (at(copy, path.slice(0, -1)) as Record<PropertyKey, unknown>)[path.at(-1) ?? ""];
  return copy;
}

/** The same with the field's name: “days is missing.”, “title: A file needs a title.” */
export function inWords(field: string, message: string): string {
  return isPredicate(message) ? `${field} ${message}.` : `${field}: ${message}`;
}

const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

/** What is wrong, as a predicate. Schemas with words of their own keep them. */
function wordsOf(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined || issue.input === null) return MISSING;
      return `is not ${kinds[String(issue.expected)] ?? "as expected"}`;
    case "too_big":
      return issue.origin === "string"
        ? `is longer than ${issue.maximum} characters`
        : `has to be ${issue.maximum} at most`;
    case "too_small":
      if (issue.origin === "string")
        return issue.input === "" ? MISSING : `is shorter than ${issue.minimum} characters`;
      return `has to be ${issue.minimum} at least`;
    case "invalid_value":
      return issue.input === undefined ? MISSING : `has to be one of: ${issue.values.join(", ")}`;
    case "unrecognized_keys":
      return "is not known here";
    case "invalid_format":
      return issue.format === "datetime"
        ? "is not a date such as 2026-12-31T12:00:00.000Z"
        : "is not in the right form";
    default:
      return "is not as expected";
  }
}
