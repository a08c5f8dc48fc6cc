// npm run release -- 0.3.0: prepares a release in a clean work tree: version, changelog, and a shop of this release that later
// ones have to upgrade. It commits and tags nothing. docs/releasing.md says what comes before and after.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cutRelease, FIXTURES, problemsWithReleases } from "./lib/releases.mjs";

const root = join(import.meta.dirname, "..");
process.chdir(root);
const [version = ""] = process.argv.slice(2);

try {
  if (execFileSync("git", ["status", "--porcelain"], { encoding: "utf8" }) !== "") {
    throw new Error("There are changes that are not committed. Commit or remove them first.");
  }
  const today = new Date().toISOString().slice(0, 10);
  const changelog = cutRelease(readFileSync("CHANGELOG.md", "utf8"), version, today);
  // First what takes minutes and may fail.
  run("npm", "run", "fixture", "--", ".", version);
  run("npm", "version", version, "--no-git-tag-version", "--allow-same-version");
  writeFileSync("CHANGELOG.md", changelog);
  const problems = problemsWithReleases(root);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  console.log(
    `${version} is prepared. Look at CHANGELOG.md and ${FIXTURES}/${version}, then go on in docs/releasing.md.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function run(...[program, ...args]) {
  execFileSync(program, args, { stdio: "inherit" });
}
