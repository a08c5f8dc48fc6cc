// npm run test:clients-v1: clients of x402 version 1, unmodified, buy from the production build (`npm run build` before it). Not part of
// `npm test`, whose own tests write version 1 as these clients do: with all that they need they take 700 MB.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const root = join(import.meta.dirname, "..");

if (!existsSync(join(root, ".next/BUILD_ID"))) {
  console.error("Build the app first: npm run build");
  process.exit(1);
}
for (const folder of ["clients", "clients-v1"]) {
  const at = ["--prefix", join(root, "test", folder)];
  run("npm", ["ci", ...at, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
}
run(process.execPath, [join(root, "node_modules/@playwright/test/cli.js"), "test", "--project=clients-v1"]);

/** @param {string} program @param {string[]} args */
function run(program, args) {
  const env = { ...process.env, TEST_CLIENTS_V1: "1", NODE_OPTIONS: "--conditions=react-server" };
  const { status } = spawnSync(program, args, { cwd: root, env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
