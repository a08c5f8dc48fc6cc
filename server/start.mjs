// npm start: runs the server that `npm run build` compiled.
//
// JavaScript, because it is there before anything is compiled.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
const program = join(root, "dist", "server.js");

if (!existsSync(program) || !existsSync(join(root, ".next", "BUILD_ID"))) {
  console.error("The app is not built yet. Run `npm run build` first, or `npm run demo`, which does everything.");
  process.exit(1);
}
await import(pathToFileURL(program).href);
