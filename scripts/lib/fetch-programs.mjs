// node fetch-programs.mjs unit|e2e…: gets the programs of these suites that are missing, so that nobody waits for them later.
//
// The suites look for them themselves and say what is missing. In a process of its own, since it waits for other programs.

import process from "node:process";
import { findArchivers } from "./find-archivers.mjs";
import { findBrowser } from "./find-browser.mjs";
import { findClamd } from "./find-clamd.mjs";
import { findContainerTools } from "./find-container-tools.mjs";
import { findDocumentMakers } from "./find-document-makers.mjs";
import { findFileSystems } from "./find-file-systems.mjs";
import { findHeadlessShell } from "./find-headless-shell.mjs";
import { findMediaTools } from "./find-media-tools.mjs";
import { findNginx } from "./find-nginx.mjs";

const options = { say: (/** @type {string} */ words) => console.log(words) };
const chosen = process.env.PLAYWRIGHT_CHROMIUM?.trim();

const both = [() => findClamd(options), () => findFileSystems(options)];
/** @type {Record<string, (() => unknown)[]>} */
const of = {
  unit: [
    () => findDocumentMakers(options),
    () => findArchivers(options),
    () => findMediaTools(options),
    // Some unit tests open pages, too.
    () => findBrowser(options),
  ],
  e2e: [
    () => findBrowser(options),
    () => (chosen ? undefined : findHeadlessShell(options)),
    () => findNginx(options),
    () => findContainerTools(options),
  ],
};

const suites = process.argv.slice(2).flatMap((name) => of[name] ?? []);
for (const find of [...both, ...suites]) {
  try {
    await find();
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
  }
}
