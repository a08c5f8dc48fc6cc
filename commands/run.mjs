// npm run backup, doctor, migrate, pay, restore, sales-on-chain, verify and verify-receipt: runs what `npm run build` compiled. If the compiler is
// installed, as in a clone, it compiles first, so that the command is of the sources as they are and needs no build.
//
// JavaScript, because it is there before anything is compiled.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
const [name = "", ...args] = process.argv.slice(2);

if (args[0] === "--version") {
  console.log(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
  process.exit(0);
}
if (hasCompiler()) {
  const { compile } = await import("../scripts/lib/compile.mjs");
  await compile(root, [name]);
}
const program = join(root, "dist", `${name}.js`);
if (!existsSync(program)) {
  console.error(`${name} is not compiled yet. Run \`npm run build\` first.`);
  process.exit(1);
}
process.argv = [process.argv[0], program, ...args];
await import(pathToFileURL(program).href);

function hasCompiler() {
  try {
    createRequire(import.meta.url).resolve("esbuild");
    return true;
  } catch {
    return false;
  }
}
