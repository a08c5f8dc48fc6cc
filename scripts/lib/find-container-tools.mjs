import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { hasPackages, unpackPackages, updatePackageLists } from "./unpack-packages.mjs";

const root = join(import.meta.dirname, "..", "..");
/** Only unpacked here: installing the package would start a web server. */
const kept = join(root, "node_modules", ".cache", "caddy");
/** What makes a base, builds an image and runs it: commands, and packages, of Debian. */
const tools = ["buildah", "runc", "mmdebstrap"];
/** Libraries that every system with glibc has, so that this Node also runs in a container. */
const everywhere = /^(?:linux-vdso|ld-linux|lib(?:atomic|c|dl|gcc_s|m|pthread|rt|stdc\+\+)\.so)/;

/**
 * Finds what the tests of the container image need: buildah, runc, mmdebstrap, Caddy, and a system that lets root make
 * namespaces. As root on Debian and Ubuntu it installs what is missing.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {{ caddy: string } | { missing: string }} `caddy`: its path; `missing`: why nothing can be tested, in a few words
 */
export function findContainerTools({ install = true, say = () => {} } = {}) {
  if (process.platform !== "linux") return { missing: "this is not Linux" };
  if (process.getuid?.() !== 0) return { missing: "only root may make namespaces and root file systems" };
  const why = whyNodeCannotMove();
  if (why) return { missing: why };
  const absent = tools.filter((name) => !runs(name, "--version"));
  if (absent.length > 0 && !(install && installPackages(absent, say)))
    return { missing: `${absent.join(", ")} not installed` };
  if (!runs("unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "true")) {
    return { missing: "this system lets root make no namespaces" };
  }
  const caddy = findCaddy({ install, say });
  return caddy ? { caddy } : { missing: "caddy not installed" };
}

/** The Node of the tests goes into the container, since the compiled packages are for it. */
function whyNodeCannotMove() {
  const { status, stdout } = spawnSync("ldd", [process.execPath], { encoding: "utf8", timeout: 10_000 });
  if (status !== 0) return "ldd is not installed";
  const names = stdout.split("\n").map((line) => line.trim().split(/\s/)[0]?.split("/").at(-1) ?? "");
  const own = names.filter((name) => name && !everywhere.test(name));
  return own.length > 0 ? `this Node needs ${own.join(", ")}, which the container has not` : undefined;
}

function installPackages(names, say) {
  if (!hasPackages()) return false;
  say(`Installing ${names.join(", ")}…`);
  updatePackageLists();
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const args = ["install", "-y", "-q", "--no-install-recommends", ...names];
  return spawnSync("apt-get", args, { env, stdio: "ignore", timeout: 10 * 60_000 }).status === 0;
}

/** Caddy on the PATH or unpacked, else (on Debian and Ubuntu) the distribution's package. */
export function findCaddy({ install = true, say = () => {} } = {}) {
  const unpacked = join(kept, "usr/bin/caddy");
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const found = [...folders.map((folder) => join(folder, "caddy")), unpacked].find(
    (path) => existsSync(path) && runs(path, "version"),
  );
  if (found || !install || !hasPackages()) return found;
  say("No Caddy found. Fetching the distribution's package…");
  updatePackageLists();
  return unpackPackages(["caddy"], kept) && runs(unpacked, "version") ? unpacked : undefined;
}

/** @param {string} command @param {string[]} args */
function runs(command, ...args) {
  return spawnSync(command, args, { stdio: "ignore", timeout: 20_000 }).status === 0;
}
