import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * A client component has only the words that its page passes on (`PageWords`) or that are loaded beside it
 * (`loadWords`). A forgotten one would break the page, but only in the state that shows it: so imports are followed
 * here.
 */

const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((path) => /(?:^|\/)(?:page|error|not-found)\.tsx$/.test(path))
  .map((path) => join("app", path));

const sourceOf = (path: string) => readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");

function importsOf(path: string): string[] {
  const found = sourceOf(path).matchAll(/^import (?!type )[^;]*?"([^"]+)"|\bimport\("([^"]+)"\)/gm);
  return [...found].flatMap(([, fixed, dynamic]) => {
    const name = fixed ?? dynamic ?? "";
    const base = name.startsWith("@/") ? name.slice(2) : name.startsWith(".") ? join(dirname(path), name) : null;
    const file = base && [`${base}.tsx`, `${base}.ts`].find((one) => existsSync(one));
    return file ? [file] : [];
  });
}

const named = (source: string, call: RegExp) =>
  [...source.matchAll(call)].flatMap(([, names = ""]) => names.match(/\w+/g) ?? []);

/** The namespaces that a page's client components use, and those they get. */
function wordsOf(page: string): { said: Map<string, string>; given: Set<string> } {
  const said = new Map<string, string>();
  const given = new Set<string>();
  const seen = new Set<string>();
  const walk = (path: string, inBrowser: boolean) => {
    const key = `${path} ${inBrowser}`;
    if (seen.has(key) || path.startsWith("lib/i18n/")) return;
    seen.add(key);
    const source = sourceOf(path);
    const client = inBrowser || /^["']use client["']/m.test(source);
    if (client) for (const name of named(source, /useWords\("(\w+)"\)/g)) said.set(name, path);
    for (const name of named(source, /<PageWords\s+of=\{\[([^\]]*)\]/g)) given.add(name);
    for (const name of named(source, /\bloadWords\([^[]*\[([^\]]*)\]/g)) given.add(name);
    for (const next of importsOf(path)) walk(next, client);
  };
  for (let folder = dirname(page); folder !== "."; folder = dirname(folder)) {
    const layout = join(folder, "layout.tsx");
    if (existsSync(layout)) walk(layout, false);
  }
  walk(page, false);
  return { said, given };
}

describe.each(pages)("%s", (page) => {
  it("hands over the words that its parts say in the browser", () => {
    const { said, given } = wordsOf(page);
    expect([...said].filter(([name]) => !given.has(name))).toEqual([]);
  });
});

it("finds what is said deep inside a page", () => {
  expect([...wordsOf("app/page.tsx").said.keys()]).toEqual(expect.arrayContaining(["ui", "sell", "uploads", "errors"]));
});
