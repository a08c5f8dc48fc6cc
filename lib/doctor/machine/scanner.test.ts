import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import type { Shop } from "@/lib/doctor/check";
import { scanner as parser } from "@/lib/settings/parsers/scanner";
import { CLAMD_LIMIT, type Clamd, hasClamd, startClamd } from "@/test/clamd";
import { readToEnd, startScannerServer } from "@/test/scanner-server";
import { scanner } from "./scanner";

const codes = async (setting: string, maxSize: number, now = new Date()) => {
  const chosen = { choice: parser.parse(setting), maxSize, tooLarge: "refuse", down: "wait" };
  const findings = await scanner.run({ settings: { scanner: chosen }, now: () => now } as unknown as Shop);
  return findings.map(({ code }) => code);
};

describe.skipIf(!hasClamd)("a real clamd", () => {
  let clamd: Clamd;
  beforeAll(async () => {
    clamd = await startClamd();
  });
  afterAll(() => clamd?.stop());

  it("is fine", async () => {
    expect(await codes(clamd.setting, CLAMD_LIMIT)).toEqual(["scanner"]);
    expect(await codes(clamd.command, CLAMD_LIMIT)).toEqual([]);
  });

  it.each(["setting", "command"] as const)(
    "by its %s: takes less than SCANNER_MAX_SIZE, openly or not",
    async (how) => {
      expect(await codes(clamd[how], CLAMD_LIMIT + 4_096)).toContain("scanner-limit-low");
      expect((await codes(clamd[how], 10 * CLAMD_LIMIT)).join()).toMatch(/scanner-(?:limit-low|fails)/);
    },
  );

  it("skips files above its MaxFileSize, and says OK", async () => {
    const skipping = await startClamd(["MaxFileSize 1M"]);
    expect(await codes(skipping.setting, CLAMD_LIMIT)).toContain("scanner-limit-low");
    await skipping.stop();
  });
});

it.each([
  [1, "scanner"],
  [8, "scanner-old"],
])("with signatures that are %d days old: %s", async (days, code) => {
  const made = Date.parse("2026-11-30T09:00:00Z");
  const server = await startScannerServer(readToEnd("stream: OK\0"), {
    version: "ClamAV 1.4.6/27850/Mon Nov 30 09:00:00 2026",
  });
  expect(await codes(server.setting, 1, new Date(made + days * DAY))).toEqual([code, "scanner-blind"]);
  await server.stop();
});
