// Which files of a built clone a production instance needs. All packages together have 1 GB; a tenth of that is ever read.

import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Our own files and folders that are read beside the compiled programs. */
const own = [
  "LICENSE",
  "commands/run.mjs",
  "dist",
  "lib/previews/programs",
  "lib/uploads/bytes/hash-thread.mjs",
  "next.config.js",
  "package.json",
  "prisma/models.prisma",
  "prisma/sqlite",
  "public",
  "server/start.mjs",
];

/** Our own programs, whose imports are followed. */
const programs = ["dist", "lib/previews/programs"];

/** Files that a package, or we, find by a path made at run time, so that no import shows them. */
const data = [
  // Found among several places. Next's list lacks it where it was compiled after the build.
  { folder: "better-sqlite3", files: /^build\/Release\/better_sqlite3\.node$/ },
  { folder: "@fontsource", files: /^(?:kosugi|noto-sans|noto-sans-arabic)\/files\/[^/]+\.woff$/ },
  { folder: "@hyzyla/pdfium", files: /^dist\/pdfium\.wasm$/ },
  { folder: "@prisma/schema-engine-wasm", files: /^schema_engine_bg\.(?:js|wasm)$/ },
  { folder: "pdfjs-dist", files: /^(?:cmaps|standard_fonts|wasm)\/[^/]+$/ },
  // Next makes sure that its compiler could be loaded, and then loads none of it.
  { folder: "next/dist/compiled", files: /^(?:webpack\/(?!bundle5)[^/]+\.js|@babel\/runtime\/package\.json)$/ },
];

/** What only the next build reads. */
const forBuilding =
  /^\.next\/(?:cache|dev|diagnostics|standalone|trace|trace-build|types)(?:\/|$)|\.(?:map|nft\.json)$/;

/** Parts of packages that are imported in development only. */
const forDevelopment =
  /\/next\/dist\/(?:docs|server\/dev|build\/(?:webpack|babel|swc|turbopack-build|webpack-build)|compiled\/(?:babel|babel-packages|webpack)|server\/lib\/router-utils\/setup-dev-bundler)(?:\/|\.js)|\.dev(?:elopment)?\.js$/;

/** Packages with a compiled part: esbuild cannot follow their imports, Next's own list has all of their files. */
const compiled = /\/node_modules\/(?:better-sqlite3|sharp)\//;

/**
 * Lists them as paths from the root, sorted. Symbolic links are in it as such.
 *
 * @param {string} root the folder of a clone that `npm run build` has built
 * @returns {Promise<string[]>}
 */
export async function filesToRun(root) {
  const files = new Set([
    ...own.flatMap((path) => filesBelow(root, path)),
    ...filesBelow(root, ".next").filter((path) => !forBuilding.test(path)),
    ...data.flatMap((one) => dataOf(root, one)),
    ...readByNext(root),
    ...(await importedBy(
      root,
      programs.flatMap((path) => filesBelow(root, path)),
    )),
  ]);
  for (const path of [...files]) for (const description of descriptionsOf(root, path)) files.add(description);
  return [...files].sort();
}

/** @throws Error when there are none: something would be missing only once it runs */
function dataOf(root, { folder, files: wanted }) {
  const below = `node_modules/${folder}`;
  const found = filesBelow(root, below).filter((path) => wanted.test(path.slice(below.length + 1)));
  if (found.length === 0) throw new Error(`${below} lacks files that an installation needs. Run npm run setup.`);
  return found;
}

/** Files of packages that the pages and Next's server read, by the lists that `next build` writes (`.nft.json`). */
function readByNext(root) {
  return filesBelow(root, ".next")
    .filter((path) => path.endsWith(".nft.json") && !path.startsWith(".next/cache"))
    .flatMap((list) =>
      JSON.parse(readFileSync(join(root, list), "utf8")).files.map((path) => join(dirname(list), path)),
    )
    .filter((path) => path.startsWith("node_modules/") && lstatSync(join(root, path)).isFile());
}

/** Files of packages that our programs import, and those that these import. */
async function importedBy(root, entryPoints) {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    bundle: true,
    write: false,
    outdir: "nowhere",
    metafile: true,
    platform: "node",
    format: "esm",
    // As Node resolves, without the conditions that bundlers add.
    conditions: [],
    logLevel: "silent",
    loader: { ".node": "empty", ".wasm": "empty", ".map": "empty", ".css": "empty", ".txt": "empty", ".html": "empty" },
    plugins: [{ name: "production only", setup: leaveOutDevelopment }],
  });
  return Object.keys(metafile.inputs).filter((path) => path.startsWith("node_modules/"));
}

/** What cannot be resolved is an optional package that is not installed. @param {import("esbuild").PluginBuild} build */
function leaveOutDevelopment(build) {
  const asked = Symbol("asked");
  build.onResolve({ filter: /.*/ }, async ({ path, pluginData, ...from }) => {
    if (pluginData === asked || from.kind === "entry-point") return undefined;
    const found = await build.resolve(path, { ...from, pluginData: asked });
    const isLeftOut = found.errors.length > 0 || forDevelopment.test(found.path) || compiled.test(found.path);
    return isLeftOut ? { path, external: true } : found;
  });
}

/** The `package.json` files by which Node finds and reads a file of a package. */
function descriptionsOf(root, path) {
  const found = [];
  for (let folder = dirname(path); /node_modules\/./.test(folder); folder = dirname(folder)) {
    if (existsSync(join(root, folder, "package.json"))) found.push(`${folder}/package.json`);
    if (/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/.test(folder)) break;
  }
  return found;
}

/**
 * All files and links in a folder, or the file itself. Links are not followed, as the `recursive` of `readdirSync` does since Node 22.
 *
 * @param {string} root @param {string} path from there @returns {string[]} paths from the root
 */
export function filesBelow(root, path) {
  const full = join(root, path);
  if (!lstatSync(full).isDirectory()) return [path];
  return readdirSync(full).flatMap((name) => filesBelow(root, join(path, name)));
}
