import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

/** What docs/security.md has to have: a line for every requirement of ASVS 5.0.0 of levels 1 and 2, and files that exist. */

const root = join(import.meta.dirname, "..");
const text = readFileSync(join(root, "docs/security.md"), "utf8");

/** How many requirements of levels 1 and 2 each section has. They are numbered from 1. */
// biome-ignore format: a line per chapter
const sections: Record<string, number> = {
  "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
  "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
  "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
  "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
  "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
  "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
  "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
  "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
  "9.1": 3, "9.2": 4,
  "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
  "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
  "12.1": 3, "12.2": 2, "12.3": 4,
  "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
  "14.1": 2, "14.2": 4, "14.3": 3,
  "15.1": 3, "15.2": 3, "15.3": 7,
  "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
  "17.1": 1, "17.2": 4, "17.3": 2,
};
const required = Object.entries(sections).flatMap(([section, count]) =>
  Array.from({ length: count }, (_, at) => `${section}.${at + 1}`),
);

const lines = [...text.matchAll(/^\| (\d+\.\d+\.\d+)(?:–(\d+\.\d+\.\d+))? \| (.+?) \| (.+?) \| (.*) \|(.*)\|$/gm)].map(
  ([, from = "", to = from, level = "", answer = "", , evidence = ""]) => ({ from, to, level, answer, evidence }),
);
const order = (id: string) => id.split(".").reduce((sum, part) => sum * 100 + Number(part), 0);

describe("docs/security.md", () => {
  it("has one line for every requirement of levels 1 and 2", () => {
    expect(required).toHaveLength(253);
    const linesOf = (id: string) => lines.filter(({ from, to }) => order(from) <= order(id) && order(id) <= order(to));
    expect(required.filter((id) => linesOf(id).length !== 1)).toEqual([]);
    expect(lines.filter(({ from, to }) => !(required.includes(from) && required.includes(to)))).toEqual([]);
  });

  it("answers with one of four words, and none of level 1 is unmet", () => {
    const answers = new Set(lines.map(({ answer }) => answer));
    expect([...answers].sort()).toEqual(["met", "not met", "partly", "–"]);
    expect(lines.filter(({ level, answer }) => level === "1" && answer === "not met")).toEqual([]);
  });

  it("shows where, for all that applies, and every file exists", () => {
    expect(lines.filter(({ answer, evidence }) => answer !== "–" && evidence.trim() === "")).toEqual([]);
    const files = lines.flatMap(({ evidence }) => [...evidence.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path));
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
