import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { filesBelow, openUsedShop, type UsedShop } from "@/test/backup-shop";

/** `npm run backup` and `npm run verify` as an operator runs them. */

let shop: UsedShop;
beforeEach(async () => {
  shop = await openUsedShop();
});
afterEach(() => shop.close());

async function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(process.execPath, ["commands/run.mjs", command, ...args], {
    env: { ...env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, out, err };
}

describe("npm run backup and npm run verify", () => {
  it("write and verify a backup: 0, in words and as JSON", async () => {
    const written = await run("backup", ["--to", shop.backups, "--keep", "7"]);
    expect(written).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Backup: .*\n\d+ rows\. 19 files, .*18 are new/),
    });
    expect(written.err).toContain("is on the disk of the shop");
    const again = await run("backup", ["--to", shop.backups, "--json"]);
    expect(JSON.parse(again.out)).toMatchObject({
      rows: expect.any(Number),
      files: { all: 19, copied: { files: 0 } },
      faults: [],
    });
    // Without any settings: also on another machine.
    const { PATH, HOME } = process.env;
    const verified = await run("verify", [shop.backups, "--full"], { PATH, HOME, NODE_ENV: "production" });
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining("Everything is as it should be.") });
    expect(await run("verify", [])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^This shop, as it is now: \d+ rows/),
    });
  });

  it("say what is wrong: 1", async () => {
    await run("backup", ["--to", shop.backups]);
    for (const file of filesBelow(join(shop.dataDir, "files"))) rmSync(join(shop.dataDir, "files", file));
    for (const file of filesBelow(join(shop.backups, "files"))) truncateSync(join(shop.backups, "files", file));
    const verified = await run("verify", [shop.backups, "--json"]);
    expect([verified.code, JSON.parse(verified.out).findings.length]).toEqual([1, 18]);
    const written = await run("backup", ["--to", shop.backups]);
    expect(written).toMatchObject({ code: 1, out: expect.stringContaining("The shop itself has lost ") });
    expect(await run("verify", [])).toMatchObject({ code: 1, out: expect.stringContaining("file_missing: ") });
  });

  it("did nothing: 2, and why", async () => {
    mkdirSync(shop.backups);
    writeFileSync(join(shop.backups, "holiday.jpg"), "");
    const foreign = await run("backup", ["--to", shop.backups, "--json"]);
    expect([foreign.code, JSON.parse(foreign.out)]).toMatchObject([2, { error: "foreign_folder" }]);
    expect(foreign.err).toContain("No backup was written: ");
    expect(readdirSync(shop.backups)).toEqual(["holiday.jpg"]);
    expect(await run("verify", [shop.backups])).toMatchObject({ code: 2, out: "" });
    const nowhere = { ...process.env, DATABASE_URL: `file:${join(shop.dataDir, "none.db")}` };
    const empty = await run("backup", ["--to", join(shop.dataDir, "other")], nowhere);
    expect(empty).toMatchObject({ code: 2, err: expect.stringContaining("There is no database ") });
    expect(await run("backup", ["--keep", "2w"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("--keep takes"),
    });
  });
});
