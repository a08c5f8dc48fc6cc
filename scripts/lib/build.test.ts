import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isBuilt, markBuilt } from "./build.mjs";

const folder = mkdtempSync(join(tmpdir(), "filekiosk-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a build's stamp", () => {
  it("holds as long as the sources are the same, whatever happens to tests", () => {
    const root = join(folder, "app");
    mkdirSync(join(root, "lib"), { recursive: true });
    mkdirSync(join(root, ".next"));
    mkdirSync(join(root, "dist"));
    writeFileSync(join(root, "dist/server.js"), "");
    writeFileSync(join(root, "lib/money.ts"), "export {}");
    expect(isBuilt(root)).toBe(false);
    writeFileSync(join(root, ".next/BUILD_ID"), "1");
    markBuilt(root);
    expect(isBuilt(root)).toBe(true);
    writeFileSync(join(root, "lib/money.test.ts"), "a test");
    expect(isBuilt(root)).toBe(true);
    writeFileSync(join(root, "lib/money.ts"), "export { }");
    expect(isBuilt(root)).toBe(false);
    writeFileSync(join(root, "lib/money.ts"), "export {}");
    expect(isBuilt(root)).toBe(true);
    writeFileSync(join(root, ".next/BUILD_ID"), "2, by somebody else");
    expect(isBuilt(root)).toBe(false);
    markBuilt(root);
    rmSync(join(root, "dist/server.js"));
    expect(isBuilt(root)).toBe(false);
    writeFileSync(join(root, "dist/server.js"), "");
    expect(isBuilt(root)).toBe(true);
    rmSync(join(root, ".next/BUILD_ID"));
    expect(isBuilt(root)).toBe(false);
  });
});
