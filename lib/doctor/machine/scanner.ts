import "server-only";
import { Readable } from "node:stream";
import { DAY } from "@/lib/clock";
import type { Check, Shop } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";
import { openScanner } from "@/lib/scanning/open-scanner";
import { ScanFailed } from "@/lib/scanning/scan-failed";
import type { Scanner, ScanResult } from "@/lib/scanning/scanner";
import { padding, tarHeader } from "@/lib/scanning/tar";
import { SCANNER_TEST_FILE } from "@/lib/scanning/test-file";

/** ClamAV publishes signatures daily; a weekend or two without are no fault (ms). */
const OLD = 7 * DAY;
/** Nobody wants to wait for more than this much to be scanned, in bytes. */
const MOST_TRIED = 1024 ** 3;
const PIECE = Buffer.alloc(256 * 1024);
const HOW = "docs/operate/scanning.md says how.";

/** The malware scanner: whether it responds, how old its signatures are, what it finds, and whether it sees large files whole. */
export const scanner: Check = {
  name: "scanner",
  async run({ settings, now }) {
    if (!settings.scanner) return [fine("scanner", "Uploads are not scanned for malware: SCANNER is not set.")];
    const { choice, maxSize } = settings.scanner;
    const opened = openScanner(choice);
    try {
      const version = await opened.version();
      return [...judgeAge(version, now()), ...(await tryOut(opened, maxSize))];
    } catch (error) {
      if (!(error instanceof ScanFailed)) throw error;
      return [whatFails(error, settings.scanner)];
    }
  },
};

function whatFails({ reached, message }: ScanFailed, { down }: Pick<NonNullable<Shop["settings"]["scanner"]>, "down">) {
  const uploads = down === "pass" ? "go on sale unscanned" : "wait, and cannot be sold until it works";
  const code = reached ? "scanner-fails" : "scanner-down";
  return trouble(code, { words: `${message} Uploads ${uploads}.`, fix: `See that it runs and what it logs. ${HOW}` });
}

/** @param version as clamd says it: `ClamAV 1.4.6/27850/Mon Nov 30 09:00:00 2026` */
function judgeAge(version: string | null, now: Date): Finding[] {
  if (version === null) return [];
  const [name = "", , date = ""] = version.split("/");
  const made = Date.parse(`${date} UTC`);
  if (Number.isNaN(made))
    return [fine("scanner", `The malware scanner is ${name}. It does not tell the date of its signatures.`)];
  const day = new Date(made).toISOString().slice(0, 10);
  if (now.getTime() - made <= OLD)
    return [fine("scanner", `The malware scanner is ${name} with signatures of ${day}.`)];
  const words = `The malware scanner's signatures are of ${day}, so it does not know what came since.`;
  return [trouble("scanner-old", { words, fix: "See why freshclam does not fetch newer ones." })];
}

async function tryOut(opened: Scanner, maxSize: number): Promise<Finding[]> {
  const harmless = Buffer.from("A text that harms nobody.\n");
  const test = Buffer.from(SCANNER_TEST_FILE);
  const [good, bad] = [await scan(opened, [harmless], harmless.length), await scan(opened, [test], test.length)];
  if (good.state !== "clean") {
    const words = "The malware scanner refuses a harmless text.";
    return [trouble("scanner-fails", { words, fix: `Look at its configuration and signatures. ${HOW}` })];
  }
  if (bad.state !== "found") {
    const words = "The malware scanner does not find the EICAR test file, which every scanner knows.";
    return [trouble("scanner-blind", { words, fix: "See that its signatures are there: run freshclam." })];
  }
  return seesWhole(opened, Math.min(maxSize, MOST_TRIED));
}

/** The test file at the end of an archive that is as large as an upload may be: a scanner that looks only at the beginning misses it. */
async function seesWhole(opened: Scanner, size: number): Promise<Finding[]> {
  const test = Buffer.from(SCANNER_TEST_FILE);
  const tail = [tarHeader("eicar.com", test.length), test, Buffer.alloc(padding(test.length)), Buffer.alloc(1_024)];
  const filler = size - 512 - tail.reduce((total, { length }) => total + length, 0);
  const fillerSize = filler - (filler % 512);
  if (fillerSize <= 0) return [];
  const archive = function* () {
    yield tarHeader("zeros", fillerSize);
    for (let left = fillerSize; left > 0; left -= PIECE.length) yield PIECE.subarray(0, Math.min(left, PIECE.length));
    yield* tail;
  };
  const { state } = await scan(opened, archive(), size - (filler % 512));
  if (state === "found") return [];
  const words = `The malware scanner does not look at the whole of a file of ${size} bytes, which SCANNER_MAX_SIZE lets it scan.`;
  const fix = `Raise its own limits (of clamd: StreamMaxLength, MaxFileSize and MaxScanSize), or lower SCANNER_MAX_SIZE. ${HOW}`;
  return [trouble("scanner-limit-low", { words, fix })];
}

function scan(opened: Scanner, pieces: Iterable<Buffer>, size: number): Promise<ScanResult> {
  return opened.scan({ bytes: Readable.from(pieces), size });
}
