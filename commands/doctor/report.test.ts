import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fine, trouble, troubles } from "@/lib/doctor/finding";
import { readOptions } from "./options";
import { describe, toJson } from "./report";

const examined = [
  {
    title: "This machine",
    findings: [
      fine("clock", "The clock is right."),
      trouble("disk-low", { about: "/data", words: "Little is free.", fix: "Make room." }),
      trouble("disk-full", { about: "/data", words: "Nothing is free.", fix: "Make room now." }),
    ],
  },
  { title: "Networks", findings: [] },
];

it("puts the worst first, with what to do and the code", () => {
  expect(describe(examined).split("\n")).toEqual([
    "This machine",
    "  FAULT   /data: Nothing is free.",
    "          What to do: Make room now.",
    "          (disk-full)",
    "  warning /data: Little is free.",
    "          What to do: Make room.",
    "          (disk-low)",
    "  ok      The clock is right.",
    "",
    "1 fault, 1 warning. docs/operate/doctor.md explains the codes.",
  ]);
});

it("says once what it is about", () => {
  const found = trouble("setting-unusable", { about: "PORT", words: "PORT has to be a number.", fix: "Correct it." });
  expect(describe([{ title: "A", findings: [found] }])).toContain("FAULT   PORT has to be");
});

it("says so if nothing is wrong", () => {
  expect(describe([{ title: "A", findings: [fine("clock", "Right.")] }])).toMatch(/This shop is sound\.$/);
});

it("tells programs the same", () => {
  const { findings, ...counts } = toJson(examined);
  expect(counts).toEqual({ sound: false, faults: 1, warnings: 1 });
  expect(findings[2]).toEqual({
    section: "This machine",
    code: "disk-full",
    severity: "fault",
    about: "/data",
    words: "Nothing is free.",
    fix: "Make room now.",
  });
});

it("reads its options, and refuses others", () => {
  const usual = { json: false, wait: 30, isPublic: true, sale: false, yes: false };
  expect(readOptions([])).toEqual(usual);
  const others = ["--json", "--wait", "90", "--no-public"];
  expect(readOptions(others)).toEqual({ ...usual, json: true, wait: 90, isPublic: false });
  expect(readOptions(["--sale", "--yes"])).toEqual({ ...usual, sale: true, yes: true });
  expect(readOptions(["--help"])).toBeNull();
  for (const args of [["--wait", "0"], ["--wait", "301"], ["--wait", "x"], ["--yes"], ["more"]]) {
    expect(() => readOptions(args)).toThrow();
  }
});

it("has a page that explains each code, as bad as it is", () => {
  const page = readFileSync("docs/operate/doctor.md", "utf8");
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (fault|warning) \|/gm)].map(([, code, severity]) => [
    code,
    severity,
  ]);
  expect(Object.fromEntries(rows)).toEqual(troubles);
});
