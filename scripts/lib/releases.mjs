import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the shops of earlier releases are, from the project's root. */
export const FIXTURES = "test/fixtures/releases";
/** Each release says these, even if only "Nothing." */
const NEEDED = ["Breaking", "Upgrading"];
const UNRELEASED = "## Unreleased\n";
const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/**
 * Releases of a changelog, in its order.
 *
 * @param {string} changelog
 * @returns {{ version: string, date: string, text: string }[]}
 */
export function readReleases(changelog) {
  const parts = changelog.split(/^## (?=\d)/m).slice(1);
  return parts.map((part) => {
    const [heading = "", ...text] = part.split("\n");
    const [version = "", date = ""] = heading.split(" - ");
    return { version, date, text: text.join("\n") };
  });
}

/**
 * Gives what is unreleased a version and a date.
 *
 * @param {string} changelog
 * @param {string} version
 * @param {string} date YYYY-MM-DD
 * @throws {Error} in words
 */
export function cutRelease(changelog, version, date) {
  const [newest] = readReleases(changelog);
  if (!SEMVER.test(version)) throw new Error(`A version is three numbers, such as 0.3.0, not “${version}”.`);
  if (newest && !isNewer(version, newest.version)) throw new Error(`${version} does not come after ${newest.version}.`);
  const text = unreleasedOf(changelog);
  if (text.trim() === "") throw new Error("There is nothing unreleased in CHANGELOG.md.");
  for (const heading of missingHeadings(text)) {
    throw new Error(`CHANGELOG.md has no “### ${heading}” under Unreleased. Write one, with “Nothing.” if that is so.`);
  }
  return changelog.replace(UNRELEASED, `${UNRELEASED}\n## ${version} - ${date}\n`);
}

/**
 * What is wrong with the releases of a tree: empty for a sound one.
 *
 * @param {string} root
 * @returns {string[]}
 */
export function problemsWithReleases(root) {
  const read = (/** @type {string} */ path) => readFileSync(join(root, path), "utf8");
  const changelog = read("CHANGELOG.md");
  const releases = readReleases(changelog);
  const { version } = JSON.parse(read("package.json"));
  const problems = releases.flatMap((release) => problemsWith(release, root));
  if (version !== releases[0]?.version)
    problems.push(`package.json says ${version}, CHANGELOG.md ${releases[0]?.version}.`);
  if (version !== JSON.parse(read("package-lock.json")).version)
    problems.push("package-lock.json has another version.");
  releases.slice(1).forEach(({ version: older }, at) => {
    const newer = releases[at]?.version ?? "";
    if (!isNewer(newer, older)) problems.push(`${newer} does not come after ${older}.`);
  });
  if (unreleasedOf(changelog).trim() === "" && releases[0]) problems.push(...problemsWithNewest(releases[0], root));
  return problems;
}

function problemsWith({ version, date, text }, root) {
  const problems = missingHeadings(text).map((heading) => `${version} has no “### ${heading}” in CHANGELOG.md.`);
  if (!SEMVER.test(version)) problems.push(`“${version}” is no version.`);
  if (Number.isNaN(Date.parse(`${date}T00:00Z`))) problems.push(`${version} has no date in CHANGELOG.md.`);
  if (!existsSync(join(root, FIXTURES, version, "facts.json"))) {
    problems.push(`There is no shop of ${version} in ${FIXTURES}: npm run fixture -- . ${version}`);
  }
  return problems;
}

/** As long as nothing comes after it, a release is this tree, and its shop has this tree's tables. */
function problemsWithNewest({ version }, root) {
  const database = join(root, FIXTURES, version, "database.sql");
  if (!existsSync(database)) return [];
  const shop = readFileSync(database, "utf8");
  const newest = readdirSync(join(root, "prisma/sqlite/migrations"))
    .filter((name) => /^\d/.test(name))
    .sort()
    .at(-1);
  if (!newest || shop.includes(newest)) return [];
  return [`The shop of ${version} in ${FIXTURES} has older tables than ${version}. Delete it and make it again.`];
}

function missingHeadings(text) {
  return NEEDED.filter((heading) => !text.includes(`\n### ${heading}\n`));
}

function unreleasedOf(changelog) {
  const [, text] = changelog.split(UNRELEASED);
  if (text === undefined) throw new Error("CHANGELOG.md has no “## Unreleased”.");
  return text.split(/^## /m)[0] ?? "";
}

function isNewer(version, than) {
  const [one, other] = [version, than].map((text) => text.split(".").map(Number));
  const at = [0, 1, 2].find((place) => one[place] !== other[place]);
  return at !== undefined && one[at] > other[at];
}
