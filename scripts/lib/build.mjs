import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { runProgram } from "./children.mjs";
import { compile } from "./compile.mjs";
import { addCompileHints } from "./compile-hints.mjs";

/** The sources of a build. */
const sources = [
  "app",
  "commands",
  "components",
  "lib",
  "pages",
  "public",
  "server",
  "types",
  "prisma/models.prisma",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "next.config.js",
  "package.json",
  "package-lock.json",
  "postcss.config.mjs",
  "scripts/lib/compile-hints.mjs",
  "scripts/lib/compile.mjs",
  "tsconfig.json",
];
const buildId = ".next/BUILD_ID";
const server = "dist/server.js";
const stamp = ".next/built-from";

/** True when the build in `.next` and `dist` was made from the current sources. */
export function isBuilt(root = process.cwd()) {
  if (![buildId, stamp, server].every((file) => existsSync(join(root, file)))) return false;
  return readFileSync(join(root, stamp), "utf8") === stampText(root, hashSources(root));
}

/**
 * Runs `next build` and compiles the server, for a production server of any instance: settings are read at the start,
 * none here.
 *
 * @param {{ root?: string, signal?: AbortSignal }} [options]
 * @throws {Error} with the last lines of the build
 */
export async function build({ root = process.cwd(), signal } = {}) {
  const hash = hashSources(root);
  rmSync(join(root, stamp), { force: true });
  const next = createRequire(join(root, "package.json")).resolve("next/dist/bin/next");
  await runProgram([next, "build"], {
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    signal,
  }).catch((error) => {
    throw new Error(`The app could not be built.\n${error.message}`);
  });
  addCompileHints(root);
  await compile(root);
  markBuilt(root, hash);
}

/** Records that the build in `.next` and `dist` was made from these sources. */
export function markBuilt(root = process.cwd(), hash = hashSources(root)) {
  writeFileSync(join(root, stamp), stampText(root, hash));
}

/** With the build's own id, so that a build made without this module is not mistaken for an earlier one of ours. */
function stampText(root, hash) {
  return `${hash} ${readFileSync(join(root, buildId), "utf8")}`;
}

function hashSources(root) {
  const hash = createHash("sha256");
  for (const source of sources) add(hash, root, source);
  return hash.digest("hex");
}

function add(hash, root, path) {
  const full = join(root, path);
  if (!existsSync(full) || /\.test\.tsx?$/.test(path)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) add(hash, root, `${path}/${name}`);
    return;
  }
  const content = readFileSync(full);
  hash.update(`${path} ${content.byteLength}\n`).update(content);
}
