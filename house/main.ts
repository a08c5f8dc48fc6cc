import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { importRules, type Override } from "./biome";
import { isImportRule, writeHouse, writeSettings } from "./generated";
import { envExample } from "./settings";

/**
 * `npm run house`: writes the linter's import rules and the pictures in docs/ARCHITECTURE.md from the table of rooms, and
 * `.env.example` and docs/operate/settings.md from the table of settings.
 */

const config = JSON.parse(readFileSync("biome.json", "utf8")) as { overrides: Override[] };
config.overrides = [...config.overrides.filter((one) => !isImportRule(one)), ...importRules()];
writeFileSync("biome.json", JSON.stringify(config, null, 2));
execFileSync("node_modules/.bin/biome", ["format", "--write", "biome.json"], { stdio: "inherit" });

const pages = [
  ["docs/ARCHITECTURE.md", writeHouse],
  ["docs/operate/settings.md", writeSettings],
] as const;
for (const [path, write] of pages) writeFileSync(path, write(readFileSync(path, "utf8")));
writeFileSync(".env.example", envExample());
