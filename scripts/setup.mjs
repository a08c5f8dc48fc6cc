// npm run setup: installs missing or outdated packages, and generates the database client if the models changed. `npm
// run demo`, `npm test` and `npm run build` begin with it; if nothing is missing it takes no time.
// `--without-sqlite` leaves out the embedded database, which may have to be compiled for a minute or two: what only
// checks types or builds pages need not wait for it.
//
// Plain Node: it runs before there is any package.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";

const root = join(import.meta.dirname, "..");
const modules = join(root, "node_modules");
const started = Date.now();

const sqliteHelp = [
  "better-sqlite3, the embedded database, could not be installed. Its ready-made program is downloaded from outside npm;",
  "where that fails it is compiled, which needs a C++ compiler, make and Python 3. Install them and try again:",
  "  Debian, Ubuntu   apt-get install build-essential python3",
  "  Fedora           dnf install gcc-c++ make python3",
  "  Alpine           apk add build-base python3",
  "  macOS            xcode-select --install",
].join("\n");

/** A fault the person can fix: printed without a stack. */
class SetupError extends Error {}

try {
  checkNode();
  await installPackages();
  if (!process.argv.includes("--without-sqlite")) await checkSqlite();
  await generateClient();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(`Filekiosk needs Node 20.19 or newer; this is ${process.versions.node}.`);
}

/** Installs unless the packages are those of the lock file and were built for this Node. */
async function installPackages() {
  const stamp = join(modules, ".filekiosk-installed");
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const wanted = hash(lock, process.version.split(".")[0] ?? "", process.platform, process.arch);
  if (read(stamp) === wanted) return;
  if (!matchesLock(lock)) {
    say("Installing packages (about a minute the first time)…");
    // better-sqlite3's own script is left to `checkSqlite`.
    await npm("ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund");
    await npm("rebuild", ...otherInstallScripts(lock));
  }
  writeFileSync(stamp, wanted);
}

/** The installed packages that have a script to run after they are installed, but for the database. */
function otherInstallScripts(lock) {
  const withScript = Object.entries(JSON.parse(lock).packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = withScript.map(([path]) => path.replace(/^.*node_modules\//, ""));
  return names.filter((name) => name !== "better-sqlite3" && existsSync(join(modules, name)));
}

/** @throws SetupError with npm's last lines */
async function npm(...args) {
  const { code, output } = await run(npmCommand([...args, "--loglevel=error"]), "still installing");
  if (code !== 0) throw new SetupError(`${lastLines(output)}\n\nThe packages could not be installed.`);
}

/** True when npm's own note of what it installed has every package that the lock file requires, in its version. */
function matchesLock(lock) {
  const note = read(join(modules, ".package-lock.json"));
  if (!note) return false;
  const installed = JSON.parse(note).packages;
  return Object.entries(JSON.parse(lock).packages).every(
    ([path, { version, optional, peer }]) => path === "" || optional || peer || installed[path]?.version === version,
  );
}

/** Opens a database once, in its own process: a build for another Node can take the whole process with it. */
async function checkSqlite() {
  const stamp = join(modules, ".filekiosk-sqlite");
  const version = JSON.parse(read(join(modules, "better-sqlite3/package.json")) ?? "{}").version;
  const wanted = `${version} ${process.version} ${process.arch}`;
  if (read(stamp) === wanted) return;
  const works = async () => {
    const script = 'new (require("better-sqlite3"))(":memory:").close()';
    return (await run([process.execPath, ["--input-type=commonjs", "--eval", script]])).code === 0;
  };
  if (!(await works())) {
    say("Building the embedded database for this Node (about a minute)…");
    process.env.JOBS ??= "max";
    const { output } = await run(npmCommand(["rebuild", "better-sqlite3", "--loglevel=error"]), "still building");
    if (!(await works())) throw new SetupError(`${lastLines(output)}\n\n${sqliteHelp}`);
  }
  writeFileSync(stamp, wanted);
}

async function generateClient() {
  const folder = join(root, "generated/sqlite");
  const stamp = join(folder, ".generated-from");
  const sources = ["prisma/models.prisma", "prisma/sqlite/provider.prisma", "prisma.config.ts"];
  const prisma = read(join(modules, "prisma/package.json")) ?? "";
  const wanted = hash(...sources.map((path) => read(join(root, path)) ?? ""), JSON.parse(prisma).version);
  if (read(stamp) === wanted && existsSync(join(folder, "client/client.ts"))) return;
  say("Generating the database client…");
  const { code, output } = await run(
    [process.execPath, [join(modules, "prisma/build/index.js"), "generate"]],
    undefined,
    {
      // Prisma wants to download its migration program, which generating does not use: any file will do.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
  );
  if (code !== 0) throw new SetupError(`${lastLines(output)}\n\nThe database client could not be generated.`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** npm as it runs us, else the one beside this Node, else the one on the PATH. */
function npmCommand(args) {
  const beside = join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
  const cli = process.env.npm_execpath?.endsWith("npm-cli.js") ? process.env.npm_execpath : beside;
  return existsSync(cli)
    ? [process.execPath, [cli, ...args]]
    : [process.platform === "win32" ? "npm.cmd" : "npm", args];
}

/**
 * Runs a command with its output kept.
 *
 * @param {[string, string[]]} command
 * @param {string} [patience] what to say every ten seconds
 * @param {NodeJS.ProcessEnv} [env] on top of ours
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function run([command, args], patience, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      shell: command.endsWith(".cmd"),
    });
    let output = "";
    const keep = (data) => {
      output = (output + data).slice(-50_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const timer = patience && setInterval(() => say(`  …${patience} (${seconds()} s)`), 10_000);
    const end = (code) => {
      clearInterval(timer);
      resolve({ code, output });
    };
    child.on("error", (error) => {
      keep(error.message);
      end(1);
    });
    child.on("close", end);
  });
}

function hash(...parts) {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function lastLines(text) {
  return text.trimEnd().split("\n").slice(-30).join("\n");
}

function seconds() {
  return Math.round((Date.now() - started) / 1_000);
}

function say(words) {
  console.log(words);
}
