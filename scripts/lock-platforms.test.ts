import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { missingPlatforms, withoutIntegrity } from "./lock-platforms.mjs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, { resolved?: string }>;
};

describe("the lock file", () => {
  test("installs on every system (if not: node scripts/lock-platforms.mjs)", () => {
    expect(missingPlatforms(lock).map(({ path }) => path)).toEqual([]);
  });

  test("has a checksum of every package, also of those for other systems (if not: the same)", () => {
    expect(withoutIntegrity(lock).map(({ spec }) => spec)).toEqual([]);
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

test("a package that nothing would be compared with is noticed by the name that the registry knows", () => {
  const packages = {
    "": {},
    "node_modules/one": { version: "1.0.0", integrity: "sha512-…" },
    "node_modules/one/node_modules/@two/linux-x64": { version: "2.0.0" },
    "node_modules/other-name": { name: "three", version: "3.0.0" },
  };
  expect(withoutIntegrity({ packages }).map(({ spec }) => spec)).toEqual(["@two/linux-x64@2.0.0", "three@3.0.0"]);
});
