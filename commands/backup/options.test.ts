import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { UsageError } from "@/commands/arguments";
import { readOptions as readVerify } from "@/commands/verify/options";
import { readOptions } from "./options";

describe("the options of backup", () => {
  it("leave everything to the defaults where nothing is said", () => {
    expect(readOptions([])).toEqual({ to: null, keep: null, json: false });
    expect(readOptions(["--help", "--keep", "nonsense"])).toBeNull();
  });

  it("name a folder from where the command is run, and what is kept by number, by age, or both", () => {
    expect(readOptions(["--to", "x", "--keep", "7"])).toEqual({ to: resolve("x"), keep: { newest: 7 }, json: false });
    expect(readOptions(["--keep", "٣٠d"])?.keep).toEqual({ days: 30 });
    expect(readOptions(["--keep", "30d", "--keep", "7"])?.keep).toEqual({ days: 30, newest: 7 });
  });

  it.each([
    [["--to", ""], "takes a folder"],
    [["--keep", "0"], "a number of backups"],
    [["--keep", "2w"], "a number of backups"],
    [["--keep", "1,000"], "which could mean 1000 or 1.00"],
    [["--keep", "1,000d"], "which could mean 1000 or 1.00"],
    [["--keep", "7", "--keep", "8"], "twice in the same form"],
    [["DIR"], "Usage: npm run backup"],
  ])("are refused in words when they are wrong: %j", (args, words) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(words);
  });
});

describe("the options of verify", () => {
  const usual = { full: false, chain: false, days: 7, json: false };

  it("name a folder, one backup in it, or the shop itself", () => {
    expect(readVerify([])).toEqual({ backup: null, ...usual });
    expect(readVerify(["/mnt/backup/"])).toEqual({ backup: { root: "/mnt/backup", name: null }, ...usual });
    const one = { root: "/mnt/backup", name: "20261201T123015Z-2" };
    expect(readVerify(["/mnt/backup/backups/20261201T123015Z-2", "--full"])).toEqual({
      ...usual,
      backup: one,
      full: true,
    });
    expect(readVerify(["--chain", "--days", "30"])).toEqual({ ...usual, backup: null, chain: true, days: 30 });
  });

  it.each([
    [["--days", "3"], "give that too"],
    [["--chain", "--days", "x"], "a number of days"],
    [["--chain", "--days", "1.000"], "which could mean 1000 or 1.00"],
    [["one", "other"], "Usage: npm run verify"],
  ])("are refused in words when they are wrong: %j", (args, words) => {
    expect(() => readVerify(args)).toThrow(UsageError);
    expect(() => readVerify(args)).toThrow(words);
  });
});
