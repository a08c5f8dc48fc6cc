import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { missingPlatforms } from "./lock-platforms.mjs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, { resolved?: string }>;
};

describe("the lock file", () => {
  test("installs on every system (if not: node scripts/lock-platforms.mjs)", () => {
    expect(missingPlatforms(lock).map(({ path }) => path)).toEqual([]);
  });

  test("names no registry", () => {
    const addresses = Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined);
    expect(addresses).toEqual([]);
  });
});

test("an optional program that only its parent names is noticed, with the system its name tells", () => {
  const packages = {
    "": {},
    "node_modules/tool": {
      dev: true,
      optionalDependencies: {
        "@tool/linux-x64-musl": "1.2.3",
        "@tool/darwin-arm64": "1.2.3",
        "@tool/win32-amd64": "1.2.3",
        fsevents: "~2.3.3",
      },
    },
    "node_modules/tool/node_modules/@tool/darwin-arm64": { version: "1.2.3" },
  };
  expect(missingPlatforms({ packages })).toEqual([
    {
      path: "node_modules/@tool/linux-x64-musl",
      entry: { version: "1.2.3", cpu: ["x64"], dev: true, libc: ["musl"], optional: true, os: ["linux"] },
    },
    {
      path: "node_modules/@tool/win32-amd64",
      entry: { version: "1.2.3", cpu: ["x64"], dev: true, optional: true, os: ["win32"] },
    },
  ]);
});
