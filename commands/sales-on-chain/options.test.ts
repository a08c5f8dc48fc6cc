import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UsageError } from "@/commands/arguments";
import { readOptions } from "./options";

const address = `0x${"aB".repeat(20)}`;

describe("the options", () => {
  it("leave everything to the settings where nothing is said", () => {
    const nothing = { network: null, rpc: null, account: null, payTo: [], secrets: [], offers: [], json: false };
    expect(readOptions([])).toEqual({ ...nothing, fromBlock: 0n, toBlock: null });
    expect(readOptions(["--help", "--network", "nonsense"])).toBeNull();
  });

  it("name secrets by files, and several of what may be several", () => {
    const folder = mkdtempSync(join(tmpdir(), "filekiosk-secrets-"));
    const files = ["old", "older"].map((secret) => {
      writeFileSync(join(folder, secret), `  ${secret}\r\n`);
      return join(folder, secret);
    });
    const args = files.flatMap((file) => ["--secret-file", file]);
    const given = readOptions([...args, "--pay-to", address, "--pay-to", address, "--offer", "a", "--to-block", "9"]);
    expect(given).toMatchObject({ secrets: ["old", "older"], offers: ["a"], toBlock: 9n });
    expect(given?.payTo).toEqual([address.toLowerCase(), address.toLowerCase()]);
    writeFileSync(join(folder, "empty"), "\n");
    expect(() => readOptions(["--secret-file", join(folder, "empty")])).toThrow("is empty");
  });

  it.each([
    [["--network", "base"], "eip155:8453"],
    [["--rpc", "localhost:8545"], "http address"],
    [["--account", "0x12"], "40 hex digits"],
    [["--pay-to", "somebody.eth"], "40 hex digits"],
    [["--from-block", "-1"], "--from-block"],
    [["--from-block", "latest"], "number of a block"],
    [["--from-block", "9", "--to-block", "8"], "is before"],
    [["--secret-file", "/there/is/none"], "cannot be read"],
    [["--secret", "in the shell's history"], "Usage: npm run sales-on-chain"],
    [["an argument"], "Usage: npm run sales-on-chain"],
  ])("are refused in words when they are wrong: %j", (args, words) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(words);
  });
});
