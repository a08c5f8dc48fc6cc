import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readOptions } from "./options";

describe("the command line of npm run restore", () => {
  it("names a folder of backups, or one of them", () => {
    const rest = { journal: null, withoutJournal: false, shop: null, secrets: [], json: false };
    expect(readOptions(["/b"])).toEqual({ kind: "restore", backup: { root: "/b", name: null }, ...rest });
    expect(readOptions(["/b/backups/20261130T120000Z", "--without-journal", "--json"])).toMatchObject({
      backup: { root: "/b", name: "20261130T120000Z" },
      withoutJournal: true,
      json: true,
    });
  });

  it("or asks for the second half", () => {
    expect(readOptions(["--confirm"])).toEqual({
      kind: "confirm",
      yes: false,
      secrets: [],
      journal: null,
      json: false,
    });
    expect(readOptions(["--confirm", "--yes"])).toMatchObject({ yes: true });
    expect(readOptions(["--found", "--json"])).toEqual({ kind: "found", secrets: [], journal: null, json: true });
    expect(readOptions(["--grant", "x"])).toMatchObject({ kind: "grant", id: "x" });
    expect(readOptions(["--help"])).toBeNull();
  });

  it("has files with earlier secrets", () => {
    const file = join(mkdtempSync(join(tmpdir(), "filekiosk-secret-")), "secret");
    writeFileSync(file, "an earlier secret\n");
    expect(readOptions(["--confirm", "--secret-file", file])).toMatchObject({ secrets: ["an earlier secret"] });
    expect(() => readOptions(["--confirm", "--secret-file", `${file}-none`])).toThrow("cannot be read");
    writeFileSync(file, " \n");
    expect(() => readOptions(["--confirm", "--secret-file", file])).toThrow("is empty");
  });

  it.each([
    [[]],
    [["/a", "/b"]],
    [["/a", "--confirm"]],
    [["--confirm", "--found"]],
    [["/a", "--yes"]],
    [["/a", "--into"]],
  ])("is refused: %j", (args) => {
    expect(() => readOptions(args)).toThrow();
  });
});
