import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import packageJson from "@/package.json";

/** docs/dependencies.md says why each package is here, and nothing about others. */

const lines = readFileSync("docs/dependencies.md", "utf8").split("\n");

/** The rows of the table below a heading, as cells. */
function rowsBelow(heading: string): string[][] {
  const after = lines.slice(lines.indexOf(`### ${heading}`) + 1);
  const end = after.findIndex((line) => line.startsWith("#"));
  const rows = after.slice(0, end < 0 ? undefined : end).filter((line) => line.startsWith("| `"));
  return rows.map((row) => row.split(" | ").map((cell) => cell.replace(/^\| | ?\|$/g, "").trim()));
}

const namesIn = (rows: string[][]) =>
  rows.flatMap(([cell = ""]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));

describe.each([
  ["In the product", packageJson.dependencies],
  ["For development and tests", packageJson.devDependencies],
])("%s", (heading, packages) => {
  const rows = rowsBelow(heading);

  it("each package has one row, in order, and each row a package", () => {
    expect(namesIn(rows)).toEqual(Object.keys(packages));
  });

  it("each row says why", () => {
    for (const [name, why = ""] of rows) expect(why.length, name).toBeGreaterThan(3);
  });

  it.each(rows)("%s is used where the row says", (cell, _why, where = "") => {
    const name = cell.replaceAll("`", "");
    const typed = /^@types\/(.+)$/.exec(name)?.[1];
    if (typed) {
      const all = { ...packageJson.dependencies, ...packageJson.devDependencies };
      expect(typed === "node" || Object.hasOwn(all, typed)).toBe(true);
      return;
    }
    const path = where.replaceAll("`", "");
    expect(existsSync(path), path).toBe(true);
    // Its own settings tell that it is used; so does a folder of it that is read.
    const [, word = name] = /^@(?:fontsource|biomejs|playwright)\/(.+)$/.exec(name) ?? [];
    const isOwnSettings = ["tsconfig.json", "biome.json"].includes(path);
    expect(isOwnSettings || readFileSync(path, "utf8").includes(word), `${path} does not name ${word}`).toBe(true);
  });
});

it("names every package that is replaced", () => {
  expect(namesIn(rowsBelow("Replaced"))).toEqual(Object.keys(packageJson.overrides));
});

describe("what is installed", () => {
  type Locked = { license?: string; dev?: boolean; hasInstallScript?: boolean };
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Locked> };
  const locked = Object.entries(lock.packages).filter(([path]) => path !== "");

  it("has no licence in the product that forbids our use", () => {
    const forbidden = locked.filter(([, { license = "", dev }]) => !dev && /(?<!L)GPL/.test(license));
    expect(forbidden.map(([path]) => path)).toEqual([]);
  });

  it("runs no program of a package at its installation that was not decided on", () => {
    const names = locked
      .filter(([, one]) => one.hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ""));
    expect(Object.keys(packageJson.allowScripts).sort()).toEqual(names.sort());
    const allowed = Object.entries(packageJson.allowScripts).filter(([, may]) => may);
    expect(allowed.map(([name]) => name)).toEqual(["better-sqlite3"]);
  });
});
