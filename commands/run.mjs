#!/usr/bin/env node
// The commands of an installation: `start`, and those that `npm run` has by the same names, such as `doctor`. It runs what
// `npm run build` compiled. If the compiler is installed, as in a clone, it compiles a command first, so that the command is
// of the sources as they are and needs no build. In the container image this is `filekiosk`.
//
// JavaScript, because it is there before anything is compiled.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");
const [name = "", ...args] = process.argv.slice(2);

if (name === "--version" || args[0] === "--version") printVersion();
else if (name === "start") await import("../server/start.mjs");
else await runCommand();

function printVersion() {
  console.log(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
}

async function runCommand() {
  const compiler = hasCompiler() ? await import("../scripts/lib/compile.mjs") : undefined;
  const names = compiler ? Object.keys(compiler.programs) : compiledNames();
  const commands = names.filter((one) => !one.startsWith("server"));
  if (!commands.includes(name)) {
    console.error(`${name ? `There is no command ${name}. ` : ""}Commands: start, ${commands.sort().join(", ")}.`);
    process.exit(1);
  }
  await compiler?.compile(root, [name]);
  const program = join(root, "dist", `${name}.js`);
  process.argv = [process.execPath, program, ...args];
  await import(pathToFileURL(program).href);
}

function compiledNames() {
  const folder = join(root, "dist");
  return existsSync(folder) ? readdirSync(folder).map((file) => file.replace(/\.js$/, "")) : [];
}

function hasCompiler() {
  try {
    createRequire(import.meta.url).resolve("esbuild");
    return true;
  } catch {
    return false;
  }
}
