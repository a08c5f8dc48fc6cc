import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { filesBelow } from "./files-to-run.mjs";

it("lists a link as itself, and nothing behind it", () => {
  const root = mkdtempSync(join(tmpdir(), "filekiosk-files-"));
  try {
    mkdirSync(join(root, "node_modules/one"), { recursive: true });
    mkdirSync(join(root, ".next/node_modules/@scope"), { recursive: true });
    writeFileSync(join(root, "node_modules/one/index.js"), "");
    writeFileSync(join(root, ".next/page.js"), "");
    symlinkSync("../../../node_modules/one", join(root, ".next/node_modules/@scope/one-0123"));
    expect(filesBelow(root, ".next").sort()).toEqual([".next/node_modules/@scope/one-0123", ".next/page.js"]);
    expect(filesBelow(root, "node_modules/one/index.js")).toEqual(["node_modules/one/index.js"]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
