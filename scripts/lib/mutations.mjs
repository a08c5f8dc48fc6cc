import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the patches are, from the project's root. */
export const MUTATIONS = "test/mutations";

/**
 * A patch that removes one defence, and the test that has to fail.
 *
 * @typedef {{ name: string, path: string, pitfalls: string[], file: string, test: string[] }} Mutation
 *   path: from the root; test: its groups and its name, from the outside in
 */

/**
 * Reads every mutation of a tree. A patch begins with the lines `Pitfall: x402-5, rule-3` and
 * `Test: lib/a.test.ts > group > name`, which `git apply` skips.
 *
 * @param {string} root
 * @returns {Mutation[]} by name
 * @throws {Error} for a patch without these lines
 */
export function readMutations(root) {
  const files = readdirSync(join(root, MUTATIONS)).filter((file) => file.endsWith(".patch"));
  return files.sort().map((file) => {
    const path = `${MUTATIONS}/${file}`;
    const text = readFileSync(join(root, path), "utf8");
    const pitfalls = /^Pitfall: (.+)$/m.exec(text)?.[1];
    const [testFile, ...test] = /^Test: (.+)$/m.exec(text)?.[1].split(" > ") ?? [];
    if (!pitfalls || !testFile || test.length === 0) throw new Error(`${path} does not name its pitfall and its test.`);
    return { name: file.replace(/\.patch$/, ""), path, pitfalls: pitfalls.split(", "), file: testFile, test };
  });
}

/** A test's full name, as Vitest's report has it. @param {Mutation} mutation */
export function fullName({ test }) {
  return test.join(" ");
}

/** The pattern for `vitest -t` that matches these tests and no other. @param {Mutation[]} mutations */
export function namePattern(mutations) {
  const names = new Set(mutations.map((mutation) => fullName(mutation).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")));
  return `^(?:${[...names].join("|")})$`;
}

/** Signs of a broken patch, as opposed to a failing test. */
const brokenCode = /^(?:SyntaxError|ReferenceError)\b|^Error: (?:Cannot find|Failed to (?:load|resolve)|Transform)/;

/**
 * What a report of Vitest (its JSON reporter) says of one mutation's test.
 *
 * @param {any} report undefined when there is none
 * @param {Mutation} mutation
 * @returns {{ status: "passed" | "failed" | "broken", words: string }} `broken`: it was not run, or
 * failed with an unrelated error
 */
export function judge(report, mutation) {
  const results = (report?.testResults ?? []).filter(({ name }) =>
    name.replaceAll("\\", "/").endsWith(`/${mutation.file}`),
  );
  if (results.length === 0) return { status: "broken", words: "the test file was not run" };
  const [result] = results;
  if (result.assertionResults.length === 0) {
    return { status: "broken", words: `the test file did not load: ${firstLine(result.message)}` };
  }
  const tests = result.assertionResults.filter((test) => test.fullName === fullName(mutation));
  if (tests.length === 0) return { status: "broken", words: "there is no test of this name" };
  if (tests.length > 1) return { status: "broken", words: "several tests have this name" };
  const [{ status, failureMessages }] = tests;
  if (status === "passed") return { status, words: "the test is green" };
  if (status !== "failed") return { status: "broken", words: `the test was not run (${status})` };
  const words = firstLine(failureMessages[0]);
  return { status: failureMessages.some((text) => brokenCode.test(text)) ? "broken" : "failed", words };
}

/** @param {string | undefined} text */
function firstLine(text) {
  return (text ?? "").trim().split("\n")[0].slice(0, 160);
}
