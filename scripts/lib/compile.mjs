// Compiles the programs of a production instance, so that it needs no TypeScript: the server and the commands. The code of
// each becomes one file in `dist`; packages stay where they are installed.

import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** The compiled programs, by the name of their file in `dist`. @type {Record<string, string>} */
export const programs = {
  server: "server/main.ts",
  "server.dev": "server/main.ts",
  migrate: "commands/migrate.ts",
  backup: "commands/backup/main.ts",
  verify: "commands/verify/main.ts",
  restore: "commands/restore/main.ts",
  pay: "commands/pay/main.ts",
  sell: "commands/sell/main.ts",
  "verify-receipt": "commands/verify-receipt/main.ts",
  "sales-on-chain": "commands/sales-on-chain/main.ts",
  doctor: "commands/doctor/main.ts",
  pages: "commands/pages.ts",
  privacy: "commands/privacy/main.ts",
  operator: "commands/operator/main.ts",
  "end-sessions": "commands/end-sessions.ts",
  mail: "commands/mail/main.ts",
};

/** Those of a build. `server.dev` is compiled at each start of `npm run dev`. */
const built = Object.keys(programs).filter((name) => name !== "server.dev");

/**
 * @param {string} root the folder of the app
 * @param {string[]} [names] of programs
 * @throws {Error} with the compiler's message
 */
export async function compile(root, names = built) {
  const { outputFiles } = await bundle(root, names);
  for (const { path, contents } of outputFiles) replace(path, contents);
}

/**
 * Compiles and writes nothing.
 *
 * @param {string} root the folder of the app
 * @param {string[]} [names] of programs
 */
export async function bundle(root, names = built) {
  // Not before: this module is also imported where no package is installed yet.
  const { build } = await import("esbuild");
  return build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: programs[name] ?? name, out: name })),
    outdir: "dist",
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.19",
    // Its usual entry throws outside a bundler.
    alias: { "server-only": "./node_modules/server-only/empty.js" },
    logLevel: "silent",
    metafile: true,
    write: false,
  });
}

/** In one step, so that a program that starts at this moment never reads a partial file. */
function replace(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.${randomUUID()}`;
  writeFileSync(fresh, contents);
  renameSync(fresh, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compile(process.cwd());
