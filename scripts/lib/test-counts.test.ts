import { expect, test } from "vitest";
import { countPlaywright, countVitest, lastLine, sum } from "./test-counts.mjs";

const file = (status: string, ...tests: string[]) => ({
  name: "a.test.ts",
  status,
  assertionResults: tests.map((state) => ({ status: state, fullName: `is ${state}`, failureMessages: [] })),
});

test("tests are counted by their outcome", () => {
  const report = { testResults: [file("failed", "passed", "failed"), file("passed", "passed", "pending", "todo")] };
  expect(countVitest(report, 1)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 2,
    broken: [],
    names: ["a.test.ts: is failed (no message)"],
  });
});

test("a failed test is named with what it said, without its stack", () => {
  const failed = {
    status: "failed",
    fullName: "pays once",
    failureMessages: ["\u001b[31mAssertionError: 2\u001b[0m\n\nExpected: 1\n at x"],
  };
  const counts = countVitest(
    { testResults: [{ name: "pay.test.ts", status: "failed", assertionResults: [failed] }] },
    1,
  );
  expect(counts.names).toEqual(["pay.test.ts: pays once (AssertionError: 2 · Expected: 1)"]);
});

test("a failed journey is named with its line, its screen and what it said", () => {
  const failed = {
    file: "pay.spec.ts",
    line: 7,
    title: "pays once",
    ok: false,
    tests: [
      {
        projectName: "phone",
        results: [{ error: { message: "Timeout\nmore", location: { file: "/e2e/steps.ts", line: 9 } } }],
      },
    ],
  };
  const report = {
    stats: { expected: 1, unexpected: 1 },
    suites: [{ specs: [{ ok: true }], suites: [{ specs: [failed] }] }],
  };
  expect(countPlaywright(report, 1).names).toEqual([
    "pay.spec.ts:7: pays once [phone] (at steps.ts:9: Timeout · more)",
  ]);
});

test("a file that could not be loaded is a failure with its name", () => {
  const counts = countVitest({ testResults: [file("passed", "passed"), file("failed")] }, 1);
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0, broken: ["a.test.ts could not run"], names: [] });
});

test.each([
  ["vitest without a report", () => countVitest(undefined, 1)],
  ["vitest without a test", () => countVitest({ testResults: [] }, 0)],
  [
    "vitest that ends badly although every test passed",
    () => countVitest({ testResults: [file("passed", "passed")] }, 1),
  ],
  ["vitest that was killed", () => countVitest({ testResults: [file("passed", "passed")] }, null)],
  ["Playwright without a report", () => countPlaywright(undefined, 1)],
  ["Playwright without a test", () => countPlaywright({ stats: {} }, 0)],
  ["Playwright whose set-up failed", () => countPlaywright({ stats: {}, errors: [{ message: "no chain" }] }, 1)],
  ["Playwright that ends badly although every test passed", () => countPlaywright({ stats: { expected: 3 } }, 1)],
])("%s is one failure, and named", (_, count) => {
  const { failed, broken } = count();
  expect(failed).toBe(1);
  expect(broken).toHaveLength(1);
});

test("a journey that passed only at the second attempt is a failure", () => {
  const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [] };
  expect(countPlaywright(report, 1)).toEqual({ passed: 5, failed: 2, skipped: 2, broken: [], names: [] });
});

test("the last line has the sums, and skipped ones only where there are any", () => {
  const one = { passed: 3, failed: 0, skipped: 0, broken: [] };
  expect(lastLine(sum([one, one]))).toBe("6 passed, 0 failed");
  expect(lastLine(sum([one, { passed: 0, failed: 1, skipped: 2, broken: ["x"] }]))).toBe(
    "3 passed, 1 failed, 2 skipped",
  );
});
