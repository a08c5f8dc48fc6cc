import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bundle } from "./compile.mjs";

const root = join(import.meta.dirname, "../..");

it("compiled programs need no development package, and none of our sources", async () => {
  const { metafile } = await bundle(root);
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(Object.keys(metafile.outputs).sort()).toEqual([
    "dist/backup.js",
    "dist/doctor.js",
    "dist/end-sessions.js",
    "dist/mail.js",
    "dist/migrate.js",
    "dist/operator.js",
    "dist/pages.js",
    "dist/pay.js",
    "dist/privacy.js",
    "dist/restore.js",
    "dist/sales-on-chain.js",
    "dist/sell.js",
    "dist/server.js",
    "dist/verify-receipt.js",
    "dist/verify.js",
  ]);
  const asked = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const packages = asked.filter((path) => !isBuiltin(path));
  expect(packages).toContain("next");
  const nameOf = (path: string) => path.split("/", path.startsWith("@") ? 2 : 1).join("/");
  expect(packages.map(nameOf).filter((name) => !(name in dependencies))).toEqual([]);
});
