import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { sourcesOf } from "./read-code";

const everywhere = [
  "app",
  "bench",
  "components",
  "e2e",
  "house",
  "lib",
  "pages",
  "scripts",
  "siege",
  "test",
  "torture",
];

it("lib and components export nothing that no other file uses", () => {
  const words = new Map<string, Set<string>>();
  const all = everywhere.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(?:tsx?|mjs)$/.test(file))
      .map((file) => `${folder}/${file}`),
  );
  for (const file of [...all, "instrumentation.ts", "next.config.js"].filter(
    (one) => !one.startsWith("lib/i18n/messages"),
  )) {
    for (const [word] of readFileSync(file, "utf8").matchAll(/\b[A-Za-z_]\w+\b/g)) {
      words.set(word, (words.get(word) ?? new Set()).add(file));
    }
  }
  const unused = ["lib", "components"]
    .flatMap(sourcesOf)
    .filter((file) => !file.startsWith("lib/i18n/messages"))
    .flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/^export (?:async )?(?:function|const|type|class|interface) (\w+)/gm)]
        .map(([, name = ""]) => name)
        .filter((name) => (words.get(name)?.size ?? 0) < 2)
        .map((name) => `${file}: ${name}`),
    );
  expect(unused).toEqual([]);
});
