import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { hasPackages, librariesIn, unpackPackages, updatePackageLists } from "./unpack-packages.mjs";

const root = join(import.meta.dirname, "..", "..");
const kept = join(root, "node_modules", ".cache", "media-tools");
/** Encoders and containers of several makers; ffmpeg also decodes what we cut. Some 67 MB with their libraries. */
const packages = [
  ...["ffmpeg", "lame", "flac", "vorbis-tools", "opus-tools", "sox", "mkvtoolnix", "atomicparsley"],
  ...["gstreamer1.0-tools", "gstreamer1.0-plugins-base"],
];
/** Some 5 MB, without the many libraries of plugins that nothing here uses. */
const alone = ["gstreamer1.0-plugins-good", "gstreamer1.0-plugins-bad", "libvo-aacenc0"];
const plugins = "coreelements wavparse wavenc audioconvert voaacenc flac lame ogg vorbis isomp4 matroska".split(" ");
const programs = [
  ...["ffmpeg", "ffprobe", "lame", "flac", "oggenc", "opusenc", "sox", "mkvmerge", "AtomicParsley"],
  "gst-launch-1.0",
];

/**
 * Finds programs that make sounds and films for the tests, and gets them if they are missing: the system's, or (on Debian and
 * Ubuntu, where packages can be fetched) the distribution's packages, unpacked into `node_modules/.cache` and not installed.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {{ folders: string, libraries: string, plugins: string } | { missing: string }} for PATH, LD_LIBRARY_PATH and
 *   GST_PLUGIN_PATH; `missing`: why there are none
 */
export function findMediaTools({ install = true, say = () => {} } = {}) {
  const found = look();
  if (found) return found;
  if (!install || !hasPackages()) return { missing: "ffmpeg and other encoders are not installed" };

  say("No encoders of sound and film found. Fetching the distribution's packages…");
  updatePackageLists();
  unpackPackages(withLibraries(), kept);
  for (const name of alone) unpackPackages([name], kept);
  removeOtherPlugins();
  return look() ?? { missing: "ffmpeg and other encoders are not installed and could not be fetched" };
}

/** What this system has not, of what they need. */
function withLibraries() {
  const args = ["install", "--simulate", "-q", "--no-install-recommends", ...packages];
  const { stdout } = spawnSync("apt-get", args, { encoding: "utf8", timeout: 60_000 });
  return [...(stdout ?? "").matchAll(/^Inst (\S+)/gm)].map(([, name = ""]) => name);
}

/** Those whose libraries are not here would complain each time. */
function removeOtherPlugins() {
  const wanted = plugins.map((name) => `libgst${name}.so`);
  for (const folder of pluginFolders()) {
    for (const file of readdirSync(folder)) if (!wanted.includes(file)) rmSync(join(folder, file), { recursive: true });
  }
}

function pluginFolders() {
  const folders = existsSync(join(kept, "usr/lib")) ? readdirSync(join(kept, "usr/lib")) : [];
  return folders.map((name) => join(kept, "usr/lib", name, "gstreamer-1.0")).filter((path) => existsSync(path));
}

function look() {
  const folders = [join(kept, "usr/bin"), process.env.PATH ?? ""].join(delimiter);
  const libraries = librariesIn(join(kept, "usr/lib"), Number.POSITIVE_INFINITY);
  const env = { ...process.env, PATH: folders, LD_LIBRARY_PATH: libraries };
  // Some know no option that tells their version and ends well: that they start is enough.
  const starts = (name) => ![126, 127, null].includes(spawnSync(name, ["--version"], { env, timeout: 20_000 }).status);
  return programs.every(starts) ? { folders, libraries, plugins: pluginFolders().join(delimiter) } : undefined;
}
