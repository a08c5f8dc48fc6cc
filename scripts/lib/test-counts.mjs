// Reads the reports of the test runners into counts. A suite that crashed, or that has no tests, is a failure.

import { basename } from "node:path";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {{ passed: number, failed: number, skipped: number, broken: string[], names?: string[] }} Counts
 *   `broken`: what failed as a whole. `names`: each test that failed, with its file, where it did, and what it said
 */

/** @param {string} what @returns {Counts} */
export function brokenSuite(what) {
  return { passed: 0, failed: 1, skipped: 0, broken: [what] };
}

/**
 * @param {any} report of vitest's JSON reporter, undefined when there is none
 * @param {number | null} code how vitest ended
 * @returns {Counts}
 */
export function countVitest(report, code) {
  if (!report) return brokenSuite("vitest ended without a report");
  const files = report.testResults ?? [];
  // A file that could not even be loaded has no test to count.
  const broken = files
    .filter((file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"))
    .map((file) => `${file.name} could not run`);
  const tests = files.flatMap((file) => file.assertionResults);
  const names = files.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status === "failed")
      .map((test) => `${file.name}: ${test.fullName} (${whatWasSaid(test.failureMessages?.[0])})`),
  );
  const count = (...states) => tests.filter(({ status }) => states.includes(status)).length;
  return settle(
    {
      passed: count("passed"),
      failed: count("failed"),
      skipped: count("pending", "skipped", "todo", "disabled"),
      broken,
      names,
    },
    code,
    "vitest",
  );
}

/**
 * @param {any} report of Playwright's JSON reporter, undefined when there is none
 * @param {number | null} code how Playwright ended
 * @returns {Counts}
 */
export function countPlaywright(report, code) {
  if (!report) return brokenSuite("Playwright ended without a report");
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats ?? {};
  // Faults outside a test, such as in the global set-up.
  const broken = (report.errors ?? []).map((error) => firstLine(error.message ?? "an error"));
  const names = (report.suites ?? []).flatMap(failedSpecs);
  // A test that passed only at the second attempt did not pass.
  return settle({ passed: expected, failed: unexpected + flaky, skipped, broken, names }, code, "Playwright");
}

/** @param {any} suite of Playwright's report, with suites inside @returns {string[]} */
function failedSpecs({ specs = [], suites = [] }) {
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ file, line, title, tests = [] }) => {
      const error = tests.flatMap(({ results = [] }) => results).find((result) => result.error)?.error;
      return `${file}:${line}: ${title} [${tests.map((test) => test.projectName).join()}] (${whereOf(error)}${whatWasSaid(error?.message)})`;
    });
  return [...own, ...suites.flatMap(failedSpecs)];
}

/** @param {any} error of Playwright @returns {string} the line that failed, in whatever file it is */
function whereOf(error) {
  const { file, line } = error?.location ?? {};
  return file ? `at ${basename(file)}:${line}: ` : "";
}

/** The most of a message that is repeated at the end. */
const MOST_SAID = 400;

/** @param {unknown} message of a failed test @returns {string} it in one line without the stack: what was expected, what came */
function whatWasSaid(message) {
  const lines = stripVTControlCharacters(String(message ?? "no message")).split("\n");
  const stack = lines.findIndex((line, index) => index > 0 && /^\s+at /.test(line));
  const said = (stack < 0 ? lines : lines.slice(0, stack)).map((line) => line.trim()).filter(Boolean);
  return said.join(" · ").slice(0, MOST_SAID);
}

/** @param {unknown} message with colours of a terminal perhaps */
function firstLine(message) {
  return stripVTControlCharacters(String(message ?? "no message"))
    .split("\n")[0]
    .slice(0, 300);
}

/** @param {Counts} counts @param {number | null} code @param {string} runner @returns {Counts} */
function settle({ passed, failed, skipped, broken, names }, code, runner) {
  const all = [...broken];
  if (passed + failed + skipped + all.length === 0) all.push(`${runner} found no test`);
  if (code !== 0 && failed + all.length === 0) all.push(`${runner} ended with ${code ?? "a signal"}`);
  return { passed, failed: failed + all.length, skipped, broken: all, names };
}

/** @param {Counts[]} list @returns {Counts} */
export function sum(list) {
  return {
    passed: list.reduce((total, { passed }) => total + passed, 0),
    failed: list.reduce((total, { failed }) => total + failed, 0),
    skipped: list.reduce((total, { skipped }) => total + skipped, 0),
    broken: list.flatMap(({ broken }) => broken),
    names: list.flatMap(({ names = [] }) => names),
  };
}

/** The last line of `npm test`. @param {Counts} counts */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
