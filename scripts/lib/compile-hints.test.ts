import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { addCompileHints } from "./compile-hints.mjs";

it("puts the hint first in the scripts of every page, once, and changes nothing else", () => {
  const root = mkdtempSync(join(tmpdir(), "filekiosk-hints-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const chunks = join(root, ".next/static/chunks");
  mkdirSync(chunks, { recursive: true });
  writeFileSync(join(root, ".next/build-manifest.json"), JSON.stringify({ rootMainFiles: ["static/chunks/main.js"] }));
  writeFileSync(join(chunks, "main.js"), "start(“now”);\n");
  writeFileSync(join(chunks, "page.js"), "later();");
  for (const _ of ["built", "built again"]) addCompileHints(root);
  expect(readFileSync(join(chunks, "main.js"), "utf8")).toBe("//# allFunctionsCalledOnLoad\nstart(“now”);\n");
  expect(readFileSync(join(chunks, "page.js"), "utf8")).toBe("later();");
});
