import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";

const folder = "lib/previews/programs";
const programs = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".mjs"));

// Nothing compiles them, and they run in processes of their own: a name that is gone would be missed by nobody else.
it("programs that read files import nothing that is not there", async () => {
  const { warnings } = await build({
    entryPoints: programs.map((path) => join(folder, path)),
    bundle: true,
    write: false,
    outdir: "nowhere",
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "silent",
  });
  expect(warnings).toEqual([]);
});
