import { describe, expect, test } from "vitest";
import { judge, namePattern } from "./mutations.mjs";

const mutation = {
  name: "m",
  path: "test/mutations/m.patch",
  pitfalls: ["rule-1"],
  file: "lib/a.test.ts",
  test: ["group", "$1 (or less) is kept"],
};
const fullName = "group $1 (or less) is kept";

function report(...tests: { status: string; failureMessages?: string[]; fullName?: string }[]) {
  const assertionResults = tests.map((one) => ({ fullName, failureMessages: [], ...one }));
  return { testResults: [{ name: "/copy/lib/a.test.ts", message: "", assertionResults }] };
}

describe("a mutation is caught", () => {
  test("only when its own test fails by what it asserts", () => {
    const red = { status: "failed", failureMessages: ["AssertionError: expected 1 to be 2"] };
    expect(judge(report(red), mutation).status).toBe("failed");
    expect(judge(report({ status: "passed" }), mutation).status).toBe("passed");
  });

  test.each([
    ["there is no report", undefined],
    ["the file was not run", { testResults: [] }],
    ["the file did not load", report()],
    ["another test failed", report({ status: "failed", fullName: "another" })],
    ["the test was left out", report({ status: "skipped" })],
    ["two tests have its name", report({ status: "failed" }, { status: "failed" })],
    ["the patch broke the code", report({ status: "failed", failureMessages: ["ReferenceError: x is not defined"] })],
  ])("never when %s", (_, given) => {
    expect(judge(given, mutation).status).toBe("broken");
  });

  test("by a pattern that matches its test and no other", () => {
    const pattern = new RegExp(namePattern([mutation, { ...mutation, test: ["alone"] }]));
    expect([fullName, "alone"].every((name) => pattern.test(name))).toBe(true);
    expect(
      [`${fullName} too`, "group", "not alone", "group $1 or less is kept"].some((name) => pattern.test(name)),
    ).toBe(false);
  });
});
