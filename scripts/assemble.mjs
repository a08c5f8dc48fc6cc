// npm run assemble -- FOLDER: writes an installation of the production build: everything that runs, and nothing else. It
// needs Node and no packages besides. The container image is made of it; a server without containers can use it as it is.

import { chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readlinkSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import process from "node:process";
import { filesToRun } from "./lib/files-to-run.mjs";

const root = join(import.meta.dirname, "..");
const [folder] = process.argv.slice(2);
if (!folder) fail("Name a folder to write: npm run assemble -- /opt/filekiosk");
if (existsSync(folder)) fail(`${folder} exists already. Name a new folder, then put it in the place of the old one.`);
if (!existsSync(join(root, ".next/BUILD_ID")) || !existsSync(join(root, "dist/server.js")))
  fail("Run `npm run build` first.");

let bytes = 0;
for (const path of await filesToRun(root)) {
  const [from, to] = [join(root, path), join(resolve(folder), path)];
  const found = lstatSync(from);
  mkdirSync(dirname(to), { recursive: true });
  if (found.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else {
    copyFileSync(from, to);
    // Readable for whoever runs it, whatever the umask of whoever built it.
    chmodSync(to, found.mode & 0o111 ? 0o755 : 0o644);
    bytes += found.size;
  }
}
console.log(`${folder}: ${Math.round(bytes / 1e6)} MB`);

function fail(words) {
  console.error(words);
  process.exit(1);
}
