import type { Page } from "@/lib/operator/schema";

/** What a command answers: for programs, and for people line by line. */
export type Answer = { json: unknown; text: string[] };

/** A page of a list, with how to ask for the next one. */
export function pageOf<Row>(page: Page<Row>, write: (row: Row) => string): Answer {
  const text = page.rows.map(write);
  if (text.length === 0) text.push("Nothing found.");
  if (page.before !== null) text.push(`There are more: --before "${page.before}"`);
  return { json: page, text };
}

/** The fields of something, one a line; what is inside them as JSON. */
export function lines(thing: object): string[] {
  return Object.entries(thing).map(([name, value]) => {
    return `${name}: ${typeof value === "object" && value !== null ? JSON.stringify(value) : (value ?? "–")}`;
  });
}

/** What a terminal or a pager shows as the end of a line. */
const LINE_END = /(?:\r\n|[\n\r\v\f\u0085\u2028\u2029])[ \t]*/g;

/**
 * The text of an answer. Strangers wrote some of it: further lines of an entry are indented, so that none of them looks like
 * an entry of its own.
 */
export function asLines(text: readonly string[]): string {
  return text.map((entry) => entry.replace(LINE_END, "\n    ")).join("\n");
}
