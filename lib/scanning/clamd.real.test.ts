import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scanner as parser } from "@/lib/settings/parsers/scanner";
import { CLAMD_LIMIT, type Clamd, hasClamd, PLANTED, PLANTED_NAME, startClamd } from "@/test/clamd";
import { openScanner } from "./open-scanner";
import { tarEntry } from "./tar";
import { SCANNER_TEST_FILE } from "./test-file";

const input = (...pieces: Buffer[]) => ({
  bytes: Readable.from(pieces),
  size: pieces.reduce((total, { length }) => total + length, 0),
});
const large = () => Array.from({ length: 80 }, () => Buffer.alloc(256 * 1024));
const planted = (before: number) => input(randomBytes(before), Buffer.from(PLANTED), randomBytes(100));

/** tar: more files than MaxFiles lets it look into. */
function archiveOfThree(): Buffer {
  const files = ["one", "two", "three"].map((name) => tarEntry(name, randomBytes(600)));
  return Buffer.concat([...files, Buffer.alloc(1_024)]);
}

describe.skipIf(!hasClamd)("a real clamd", () => {
  let clamd: Clamd;
  beforeAll(async () => {
    clamd = await startClamd(["AlertExceedsMax yes", "MaxFiles 2"]);
  });
  afterAll(() => clamd?.stop());
  const by = (how: "setting" | "command") => openScanner(parser.parse(clamd[how]));

  describe.each(["setting", "command"] as const)("by its %s", (how) => {
    it("passes what it has no signature for, of one byte and of many pieces", async () => {
      expect(await by(how).scan(input(Buffer.from("x")))).toEqual({ state: "clean" });
      const pieces = Array.from({ length: 20 }, () => randomBytes(64 * 1024));
      expect(await by(how).scan(input(...pieces))).toEqual({ state: "clean" });
    });

    it("finds what is planted, and names it", async () => {
      expect(await by(how).scan(planted(0))).toEqual({ state: "found", signature: PLANTED_NAME });
      expect(await by(how).scan(planted(700_000))).toEqual({ state: "found", signature: PLANTED_NAME });
      const { state } = await by(how).scan(input(Buffer.from(SCANNER_TEST_FILE)));
      expect(state).toBe("found");
    });

    it("is asked by many at once", async () => {
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, at) => by(how).scan(at % 2 ? planted(50_000) : input(randomBytes(50_000)))),
      );
      expect(results.map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => ["clean", "found"]).flat());
    });
  });

  it("says that a file above its limit is too large, in whichever moment it breaks off", async () => {
    for (let again = 0; again < 50; again++) {
      expect(await by("setting").scan(input(...large()))).toEqual({ state: "too-large" });
    }
    expect(await by("setting").scan(input(Buffer.alloc(CLAMD_LIMIT + 1)))).toEqual({ state: "too-large" });
  });

  it("is not believed where clamdscan cuts off what is too large, and says OK", async () => {
    await expect(by("command").scan(input(...large()))).rejects.toThrow("before it had the whole file");
  });

  it("says that a file of which it scans only a part is too large", async () => {
    expect(await by("setting").scan(input(archiveOfThree()))).toEqual({ state: "too-large" });
  });

  it("tells its version", async () => {
    expect(await by("setting").version()).toMatch(/^ClamAV \d/);
  });
});
