import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { importRules, type Override } from "./biome";
import { isImportRule, writeHouse } from "./generated";

/** `npm run house`: writes the linter's import rules and the pictures in docs/ARCHITECTURE.md from the table of rooms. */

const config = JSON.parse(readFileSync("biome.json", "utf8")) as { overrides: Override[] };
config.overrides = [...config.overrides.filter((one) => !isImportRule(one)), ...importRules()];
writeFileSync("biome.json", JSON.stringify(config, null, 2));
execFileSync("node_modules/.bin/biome", ["format", "--write", "biome.json"], { stdio: "inherit" });

const page = "docs/ARCHITECTURE.md";
writeFileSync(page, writeHouse(readFileSync(page, "utf8")));
