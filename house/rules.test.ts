import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { filesOf } from "./read-code";

const folders = [
  "app",
  "commands",
  "components",
  "docs",
  "e2e",
  "house",
  "lib",
  "pages",
  "prisma",
  "scripts",
  "server",
  "siege",
  "test",
  "torture",
];

/** Rules of money that a text cites: "rule 3b", "Rules 4a and 7", "rules 3a to 4b". */
function citedIn(text: string): string[] {
  return [...text.matchAll(/\brules? (\d+[a-z]?)(?:(?:, | and | or | to )(\d+[a-z]?))*/gi)].flatMap(([all]) =>
    [...all.matchAll(/\d+[a-z]?/g)].map(([number]) => number),
  );
}

it("each rule of money that is cited is defined in docs/ARCHITECTURE.md", () => {
  const page = readFileSync("docs/ARCHITECTURE.md", "utf8");
  const [, rules = ""] = /## Rules of money\n([\s\S]*?)\n## /.exec(page) ?? [];
  const defined = new Set([...rules.matchAll(/^ *(?:- )?(\d+[a-z]?)\. /gm)].map(([, number = ""]) => number));
  expect(defined.size).toBeGreaterThan(20);
  const files = folders.filter(existsSync).flatMap((folder) => filesOf(folder, /\.(?:tsx?|mjs|md|prisma|patch)$/));
  const unknown = files.flatMap((file) =>
    citedIn(readFileSync(file, "utf8"))
      .filter((number) => !defined.has(number))
      .map((number) => `${file}: rule ${number}`),
  );
  expect(unknown).toEqual([]);
});

it("the money core names no product, no entitlement and no chain", () => {
  const words = /\b(?:files?|grants?|chainId)\b|0x|eip155/i;
  const named = filesOf("lib/payments", /^lib\/payments\/[^/]+(?<!\.test)\.ts$/).flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, at) => (words.test(line) ? [`${file}:${at + 1} ${line.trim()}`] : [])),
  );
  expect(named).toEqual([]);
});
