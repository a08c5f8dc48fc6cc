import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Build } from "../e2e/stack";
import { runProgram } from "../scripts/lib/children.mjs";

const root = join(import.meta.dirname, "..");

/**
 * The app as an earlier commit had it, before it had `dist`: checked out, installed and built once, then kept in
 * `node_modules/.cache`.
 *
 * @returns null when the commit is not in this repository: in a shallow clone, or in a folder without git
 * @throws Error when it cannot be built
 */
export async function prepareEarlier(commit: string, say: (words: string) => void): Promise<Build | null> {
  const folder = join(root, "node_modules/.cache", `bench-${commit}`);
  const build = { root: folder, program: "scripts/start.mjs", built: ".next/BUILD_ID" };
  const stamp = join(folder, ".built-for");
  // Its database is a native program for one Node.
  const wanted = `${process.version} ${process.arch}`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return build;
  if (!hasCommit(commit)) return null;
  say(`Building commit ${commit} beside this one (some minutes the first time)…`);
  checkOut(commit, folder);
  const npm = process.env.npm_execpath;
  if (!npm?.endsWith("npm-cli.js")) throw new Error("Start this by `npm run`: npm installs what it needs.");
  // Starts by installing what its lock file names.
  await runProgram([npm, "run", "build"], { cwd: folder });
  writeFileSync(stamp, wanted);
  return build;
}

function hasCommit(commit: string): boolean {
  try {
    execFileSync("git", ["cat-file", "-e", `${commit}^{commit}`], { cwd: root, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** As an archive: Git would register a worktree in the repository, where it would outlive the folder. */
function checkOut(commit: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, "commit.tar");
  execFileSync("git", ["archive", "--output", archive, commit], { cwd: root });
  execFileSync("tar", ["-xf", archive, "-C", folder]);
  rmSync(archive);
}
