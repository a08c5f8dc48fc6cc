import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readMutations } from "../scripts/lib/mutations.mjs";

/** Keeps the mutations up to date. `npm run mutate` checks whether each is caught. */

const root = join(import.meta.dirname, "..");
const mutations = readMutations(root);
const page = readFileSync(join(root, "docs/pitfalls.md"), "utf8");
const known = [
  ...ids("x402", 21),
  ...ids("attack", 22),
  ...ids("time", 2),
  ...ids("waste", 3),
  ...ids("signature", 5),
  ...ids("room", 2),
  ...ids("scan", 3),
  ...ids("page", 4),
  ...ids("name", 3),
  ...ids("number", 2),
  ...ids("bundle", 3),
  ...ids("wallet", 2),
  ...ids("backup", 5),
  ...ids("operator", 1),
  ...ids("session", 4),
  ...ids("law", 3),
  ...ids("url", 2),
  ...ids("edit", 1),
  ...ids("rule", 13),
  "rule-14",
  "rule-15",
  "rule-16",
  "rule-17",
];

function ids(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`);
}

/** The titles of a test file as patterns: every text in it, with what `each` fills in left open. */
function titlesIn(file: string): RegExp[] {
  const source = readFileSync(join(root, file), "utf8");
  const texts = [...source.matchAll(/"((?:[^"\\\n]|\\.)+)"/g)].map(([, text = ""]) => text.replace(/\\(.)/g, "$1"));
  return texts.map((text) => {
    const parts = text.split(/%[sdijfo]|\$\w+/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`);
  });
}

it("there are mutations", () => {
  expect(mutations.length).toBeGreaterThan(100);
});

describe.each(mutations)("$name", ({ name, path, pitfalls, file, test }) => {
  it("applies, names a test that exists, and has its row in docs/pitfalls.md", () => {
    // If this tree were inside another repository, git would look for that one's files.
    execFileSync("git", ["apply", "--check", path], { cwd: root, stdio: "pipe" });
    const titles = titlesIn(file);
    for (const part of test) expect(titles.some((title) => title.test(part))).toBe(true);
    expect(pitfalls.filter((pitfall) => !known.includes(pitfall))).toEqual([]);
    const row = page.split("\n").filter((line) => line.includes(`(../${path})`));
    expect(row).toHaveLength(1);
    expect(row[0]).toContain(`| \`${file}\`: ${test.join(" > ").replaceAll("|", "\\|")} | [${name}]`);
  });
});

it("every pitfall and every rule has a row, with a mutation or the word that nothing is built that it could break", () => {
  for (const id of known) {
    const row = page.split("\n").find((line) => line.startsWith(`| **${id}** `)) ?? `${id} has no row`;
    const guarded = mutations.some(({ pitfalls }) => pitfalls.includes(id));
    expect([id, guarded]).toEqual([id, !row.includes("Not applicable yet")]);
  }
});
