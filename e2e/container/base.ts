import { copyFileSync, cpSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { mustRun } from "./run-tool";

/** Debian's release in the images that the Dockerfile names by default, which cannot be fetched everywhere. */
const RELEASE = "trixie";
const leftOut = ["doc", "man", "locale"].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`);

/** The authorities that this machine trusts, among which may be one of its own for the npm registry. */
const AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

/** Writes a folder to build a base from: Debian's essential packages and the Node that runs this. Returns its path. */
export async function writeBase(folder: string): Promise<string> {
  return write(folder, "runs", ["libstdc++6"], []);
}

/** The same with npm and a compiler. */
export async function writeBuildBase(folder: string): Promise<string> {
  const prefix = dirname(dirname(process.execPath));
  cpSync(join(prefix, "lib/node_modules/npm"), join(folder, "npm"), { recursive: true });
  cpSync(join(prefix, "include/node"), join(folder, "include"), { recursive: true });
  copyFileSync(AUTHORITIES, join(folder, "authorities.crt"));
  return write(
    folder,
    "builds",
    ["ca-certificates", "g++", "make", "python3"],
    [
      "COPY npm /usr/local/lib/node_modules/npm",
      "COPY include /usr/local/include/node",
      `COPY authorities.crt ${AUTHORITIES}`,
      "RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm",
      `ENV npm_config_nodedir=/usr/local NODE_EXTRA_CA_CERTS=${AUTHORITIES}`,
    ],
  );
}

async function write(folder: string, name: string, packages: string[], lines: string[]): Promise<string> {
  copyFileSync(await debian(name, packages), join(folder, "base.tar"));
  copyFileSync(process.execPath, join(folder, "node"));
  const dockerfile = ["FROM scratch", "ADD base.tar /", "COPY node /usr/local/bin/node", ...lines];
  writeFileSync(join(folder, "Dockerfile"), `${dockerfile.join("\n")}\n`);
  return folder;
}

/** Packages as a tar file. That takes half a minute, so it is kept outside this clone until the month ends. */
async function debian(name: string, packages: string[]): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "filekiosk-tests");
  const path = join(folder, `${RELEASE}-${name}-${new Date().toISOString().slice(0, 7)}.tar`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const partial = `${path}.${process.pid}.tar`;
  const include = `--include=${packages.join(",")}`;
  await mustRun("mmdebstrap", ["--variant=essential", include, ...leftOut, RELEASE, partial]);
  renameSync(partial, path);
  return path;
}
