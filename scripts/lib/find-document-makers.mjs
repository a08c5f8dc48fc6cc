import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import process from "node:process";
import { hasPackages, librariesIn, unpackPackages, updatePackageLists } from "./unpack-packages.mjs";

const root = join(import.meta.dirname, "..", "..");
/** Only unpacked here: nothing of it is needed by the system. */
const kept = join(root, "node_modules", ".cache", "document-makers");

/**
 * What makes PDFs, archives and books, and how it says that it runs. Libraries have other names in newer releases of the
 * distributions: those that do not exist are left out.
 */
const makers = [
  { name: "qpdf", check: ["qpdf", "--version"], packages: ["qpdf", "libqpdf29", "libqpdf30"] },
  { name: "PDF::API2", check: ["perl", "-MPDF::API2", "-e1"], packages: ["libpdf-api2-perl", "libfont-ttf-perl"] },
  { name: "zip", check: ["zip", "-v"], packages: ["zip"] },
  { name: "7zz", check: ["7zz"], packages: ["7zip"] },
  { name: "bsdtar", check: ["bsdtar", "--version"], packages: ["libarchive-tools", "libarchive13", "libarchive13t64"] },
  {
    name: "ebook2epub",
    check: ["ebook2epub", "--help"],
    packages: ["ebook2epub", "libepubgen-0.1-1", "libe-book-0.1-1", "librevenge-0.0-0", "liblangtag1"],
    // Large, and nearly everywhere.
    further: ["libicu72", "libicu76"],
  },
];

/**
 * Finds what makes PDFs and books for the tests, and gets what is missing: the system's, or (on Debian and Ubuntu, where
 * packages can be fetched) the distribution's packages, unpacked into `node_modules/.cache` and not installed.
 *
 * @param {{ install?: boolean, say?: (sentence: string) => void }} [options]
 * @returns {{ env: NodeJS.ProcessEnv, missing: string[] }} `env`: the environment in which they run;
 *   `missing`: names of those that do not
 */
export function findDocumentMakers({ install = true, say = () => {} } = {}) {
  const absent = () => makers.filter(({ check: [command, ...args] }) => !runs(command, args));
  let missing = absent();
  if (missing.length > 0 && install && hasPackages()) {
    say(`Fetching the distribution's packages of ${missing.map(({ name }) => name).join(", ")}…`);
    updatePackageLists();
    for (const which of ["packages", "further"]) {
      for (const name of missing.flatMap((maker) => maker[which] ?? [])) unpackPackages([name], kept);
      missing = absent();
    }
  }
  return { env: environment(), missing: missing.map(({ name }) => name) };
}

function environment() {
  const folders = ["usr/bin", "usr/lib/7zip"].map((folder) => join(kept, folder));
  return {
    ...process.env,
    PATH: [process.env.PATH, ...folders].filter(Boolean).join(delimiter),
    LD_LIBRARY_PATH: librariesIn(join(kept, "usr/lib")),
    PERL5LIB: join(kept, "usr/share/perl5"),
  };
}

/** @param {string} command @param {string[]} args */
function runs(command, args) {
  return spawnSync(command, args, { env: environment(), stdio: "ignore", timeout: 10_000 }).status === 0;
}
