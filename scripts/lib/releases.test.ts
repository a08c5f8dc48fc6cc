import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cutRelease, FIXTURES, problemsWithReleases, readReleases } from "./releases.mjs";

const unreleased = "\n### Breaking\n\nNothing.\n\n### Upgrading\n\nNothing.\n\n### Added\n\n- More.\n";
const released = `## 0.2.0 - 2026-11-30\n${unreleased}`;
const changelog = (text: string) => `# Changelog\n\n## Unreleased\n${text}`;

describe("a release", () => {
  it("gets a version and a date, and leaves room for the next", () => {
    const cut = cutRelease(changelog(`${unreleased}\n${released}`), "0.3.0", "2026-12-24");
    expect(cut).toBe(changelog(`\n## 0.3.0 - 2026-12-24\n${unreleased}\n${released}`));
    expect(readReleases(cut).map(({ version, date }) => `${version} ${date}`)).toEqual([
      "0.3.0 2026-12-24",
      "0.2.0 2026-11-30",
    ]);
  });

  it.each([
    ["three", unreleased, "three numbers"],
    ["v0.3.0", unreleased, "three numbers"],
    ["0.2.0", unreleased, "does not come after 0.2.0"],
    ["0.1.9", unreleased, "does not come after 0.2.0"],
    ["0.10.0", "\n", "nothing unreleased"],
    ["0.10.0", "\n### Added\n\n- More.\n", "### Breaking"],
    ["0.10.0", "\n### Breaking\n\nNothing.\n", "### Upgrading"],
  ])("%s is refused where that is wrong", (version, text, words) => {
    expect(() => cutRelease(changelog(`${text}\n${released}`), version, "2026-12-24")).toThrow(words);
  });
});

describe("the releases of a tree", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "filekiosk-release-"));
    write("CHANGELOG.md", changelog(`\n${released}`));
    write("package.json", '{"version":"0.2.0"}');
    write("package-lock.json", '{"version":"0.2.0"}');
    write(`${FIXTURES}/0.2.0/facts.json`, "{}");
    write(`${FIXTURES}/0.2.0/database.sql`, "INSERT … '20261130_last' …");
    mkdirSync(join(root, "prisma/sqlite/migrations/20261130_last"), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function write(path: string, text: string): void {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  it("are sound here", () => {
    expect(problemsWithReleases(join(import.meta.dirname, "../.."))).toEqual([]);
    expect(problemsWithReleases(root)).toEqual([]);
  });

  it.each<[string, () => void, string]>([
    ["has no shop of a release", () => rmSync(join(root, FIXTURES, "0.2.0"), { recursive: true }), "no shop of 0.2.0"],
    ["has another version", () => write("package.json", '{"version":"0.3.0"}'), "package.json says 0.3.0"],
    ["has another lock", () => write("package-lock.json", '{"version":"0.3.0"}'), "package-lock.json"],
    ["dates none", () => write("CHANGELOG.md", changelog(released.replace("2026-11-30", "today"))), "no date"],
    ["tells no upgrade", () => write("CHANGELOG.md", changelog(released.replace("Upgrading", "Notes"))), "Upgrading"],
    [
      "goes back",
      () => write("CHANGELOG.md", changelog(released + released.replace("0.2.0", "0.2.1"))),
      "0.2.0 does not come after 0.2.1",
    ],
    [
      "changes tables after the shop of the release was made",
      () =>
        cpSync(
          join(root, "prisma/sqlite/migrations/20261130_last"),
          join(root, "prisma/sqlite/migrations/20261201_next"),
          { recursive: true },
        ),
      "older tables",
    ],
  ])("are named where the tree %s", (_what, change, words) => {
    change();
    expect(problemsWithReleases(root).join("\n")).toContain(words);
  });

  it("may have new tables once something is unreleased", () => {
    write("CHANGELOG.md", changelog(`${unreleased}\n${released}`));
    mkdirSync(join(root, "prisma/sqlite/migrations/20261201_next"));
    expect(problemsWithReleases(root)).toEqual([]);
    expect(readFileSync(join(root, "CHANGELOG.md"), "utf8")).toContain("Unreleased");
  });
});
