// npm run mutate: removes one defence at a time, in a copy of the tree, and expects the test that guards it to fail.
// `--only NAME` runs the mutations whose name has NAME in it; `--workers N` sets how many run at once.
//
// The patches are test/mutations/*.patch; docs/pitfalls.md explains each of them.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { runProgram } from "./lib/children.mjs";
import { forgetSettings } from "./lib/forget-settings.mjs";
import { judge, namePattern, readMutations } from "./lib/mutations.mjs";

/** A mutation may make a test wait for ever (ms); every test has its own time-out, far below this. */
const PATIENCE = 180_000;

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({ options: { only: { type: "string" }, workers: { type: "string" } } });
const mutations = readMutations(root).filter(({ name }) => name.includes(values.only ?? ""));
const workers = Math.max(1, Math.min(Number(values.workers ?? availableParallelism()) || 1, mutations.length));
const began = Date.now();
const stopping = new AbortController();
const copies = mkdtempSync(join(tmpdir(), "filekiosk-mutate-"));
process.once("exit", () => rmSync(copies, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stopping.abort());

if (mutations.length === 0) {
  console.error(`No mutation has "${values.only}" in its name.`);
  process.exit(1);
}
await forgetSettings();
const trees = Array.from({ length: workers }, (_, index) => copyTree(join(copies, String(index))));
await requireGreen(trees[0]);
const queue = [...mutations];
const caught = (await Promise.all(trees.map(work))).flat();
if (stopping.signal.aborted) stop();
console.log(`after ${Math.round((Date.now() - began) / 1_000)} s`);
console.log(`${caught.filter(Boolean).length} of ${mutations.length} mutations were caught`);
process.exit(caught.length === mutations.length && caught.every(Boolean) ? 0 : 1);

function stop() {
  console.error("Stopped before the end: this says nothing about what was not run.");
  process.exit(1);
}

/** Copies the tracked and untracked files, and links the installed packages. */
function copyTree(to) {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  for (const file of listed.toString().split("\0").filter(Boolean)) {
    // Deleted, but not yet in git.
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    cpSync(join(root, file), join(to, file));
  }
  cpSync(join(root, "generated"), join(to, "generated"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(to, "node_modules"), "junction");
  return to;
}

/** Exits unless every named test exists and passes without mutations. */
async function requireGreen(tree) {
  console.log(`Without any mutation (${new Set(mutations.map(({ file }) => file)).size} test files)…`);
  const report = await runTests(tree, mutations);
  if (stopping.signal.aborted) stop();
  const wrong = mutations.filter((mutation) => judge(report, mutation).status !== "passed");
  for (const mutation of wrong) {
    console.error(
      `${mutation.name}: ${mutation.file} > ${mutation.test.join(" > ")}: ${judge(report, mutation).words}`,
    );
  }
  if (wrong.length === 0) return;
  console.error("These tests have to be green before anything is taken away.");
  process.exit(1);
}

/** Takes mutations from the queue until it is empty. Reports for each whether it was caught. */
async function work(tree) {
  const results = [];
  for (let next = queue.shift(); next && !stopping.signal.aborted; next = queue.shift()) {
    const start = Date.now();
    const { status, words } = await tryMutation(tree, next);
    const verdict = { failed: "caught", passed: "MISSED", broken: "BROKEN" }[status];
    console.log(`${verdict} ${next.name.padEnd(36)} ${Math.round((Date.now() - start) / 1_000)} s  ${words}`);
    results.push(status === "failed");
  }
  return results;
}

async function tryMutation(tree, mutation) {
  try {
    apply(tree, mutation);
  } catch (error) {
    return { status: "broken", words: `the patch does not apply: ${String(error.stderr).trim().split("\n")[0]}` };
  }
  try {
    return judge(await runTests(tree, [mutation]), mutation);
  } finally {
    apply(tree, mutation, "--reverse");
  }
}

function apply(tree, { path }, ...options) {
  // If the copy were inside another repository, git would look for that one's files.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: copies };
  execFileSync("git", ["apply", "--whitespace=nowarn", ...options, join(root, path)], {
    cwd: tree,
    env,
    stdio: "pipe",
  });
}

/** Runs only the named tests; returns Vitest's report, or undefined when there is none. */
async function runTests(tree, wanted) {
  const output = join(tree, "mutation-report.json");
  rmSync(output, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const files = new Set(wanted.map(({ file }) => file));
  const args = [vitest, "run", ...files, "-t", namePattern(wanted), "--reporter=json", `--outputFile=${output}`];
  const patience = AbortSignal.timeout(PATIENCE * wanted.length);
  const signal = AbortSignal.any([stopping.signal, patience]);
  // Its exit code is not 0 whenever a test fails; the report says which.
  await runProgram(args, { cwd: tree, signal }).catch(() => {});
  return existsSync(output) ? JSON.parse(readFileSync(output, "utf8")) : undefined;
}
