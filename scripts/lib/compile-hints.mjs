// Asks browsers to compile the scripts of every page in another thread, while they arrive, instead of in the page's
// only thread when they are called: `//# allFunctionsCalledOnLoad`, V8's explicit compile hint. Other browsers see a
// comment. See docs/decisions/0524-scripts-compiled-beside-the-page.md.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Counts at the very beginning of a script only. */
const hint = "//# allFunctionsCalledOnLoad\n";

/**
 * Puts the hint before the scripts that Next gives every page of the build in `.next`. Safe to repeat.
 *
 * @param {string} root the folder of the app
 */
export function addCompileHints(root) {
  const next = join(root, ".next");
  const { rootMainFiles } = JSON.parse(readFileSync(join(next, "build-manifest.json"), "utf8"));
  for (const file of rootMainFiles) {
    const path = join(next, file);
    const script = readFileSync(path, "utf8");
    if (!script.startsWith(hint)) writeFileSync(path, hint + script);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) addCompileHints(process.cwd());
