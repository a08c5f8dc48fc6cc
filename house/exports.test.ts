import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { filesOf, sourcesOf } from "./read-code";

const everywhere = [
  "app",
  "bench",
  "commands",
  "components",
  "e2e",
  "house",
  "lib",
  "pages",
  "scripts",
  "server",
  "siege",
  "test",
  "torture",
];

const CODE = /\.(?:tsx?|mjs)$/;
const isNoMessage = (file: string) => !file.startsWith("lib/i18n/messages");

it("lib, components and programs export nothing that no other file uses", () => {
  const words = new Map<string, Set<string>>();
  const all = [...everywhere.flatMap((folder) => filesOf(folder, CODE)), "instrumentation.ts", "next.config.js"];
  for (const file of all.filter(isNoMessage)) {
    for (const [word] of readFileSync(file, "utf8").matchAll(/\b[A-Za-z_]\w+\b/g)) {
      words.set(word, (words.get(word) ?? new Set()).add(file));
    }
  }
  const unused = ["lib", "components", "server", "commands"]
    .flatMap(sourcesOf)
    .filter(isNoMessage)
    .flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/^export (?:async )?(?:function|const|type|class|interface) (\w+)/gm)]
        .map(([, name = ""]) => name)
        .filter((name) => (words.get(name)?.size ?? 0) < 2)
        .map((name) => `${file}: ${name}`),
    );
  expect(unused).toEqual([]);
});
