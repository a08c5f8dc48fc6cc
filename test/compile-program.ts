import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

const root = join(import.meta.dirname, "..");
const folder = join(root, "node_modules/.cache/test-programs");
const compiled = new Map<string, string>();

/**
 * Compiles a TypeScript program as the commands of a build are compiled: to load each of its modules by itself would take its process two
 * seconds more of processor time. Once in a process.
 *
 * @param source its path from the folder of the app
 * @returns the compiled file's path; it runs with `--conditions=react-server` in the folder of the app
 */
export function compileProgram(source: string): string {
  const before = compiled.get(source);
  if (before) return before;
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [source],
    bundle: true,
    packages: "external",
    conditions: ["react-server"],
    platform: "node",
    format: "esm",
    target: "node20.19",
    alias: { "server-only": "./node_modules/server-only/empty.js" },
    write: false,
  });
  const path = join(folder, source.replaceAll("/", "-").replace(/\.ts$/, ".mjs"));
  mkdirSync(folder, { recursive: true });
  // In one step: other processes compile the same.
  const fresh = `${path}.${randomUUID()}`;
  writeFileSync(fresh, outputFiles[0]?.contents ?? "");
  renameSync(fresh, path);
  compiled.set(source, path);
  return path;
}
