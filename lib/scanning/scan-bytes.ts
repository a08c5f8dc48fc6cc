import "server-only";
import type { Readable } from "node:stream";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { Turns } from "@/lib/turns";
import type { ScanState } from "./may-be-sold";
import { openScanner } from "./open-scanner";
import { ScanFailed } from "./scan-failed";
import type { ScanResult } from "./scanner";

/** Files that are scanned at once. clamd has ten threads by default, and others need some. */
const AT_ONCE = 3;

export type Scanned = {
  state: ScanState;
  /** What was found. */
  signature: string | null;
  /** False when the scanner could not even be reached. */
  reached: boolean;
};

/** Results of this process by state, for the metrics. */
export function scanCounts(): Map<ScanState, number> {
  return perProcess("scanning.counts", () => new Map());
}

/**
 * Asks the scanner of the settings about stored bytes, in turn. Any failure is logged and means `not-scanned`, never clean.
 *
 * @param size bytes
 * @param about names the bytes in the log
 * @returns null when there is no scanner
 */
export async function scanBytes(
  { size, open }: { size: number; open: () => Promise<Readable> },
  about: Record<string, string>,
): Promise<Scanned | null> {
  const { scanner } = settings();
  if (!scanner) return null;
  const scanned = size > scanner.maxSize ? tooLarge : await scanInTurn({ size, open }, about);
  scanCounts().set(scanned.state, (scanCounts().get(scanned.state) ?? 0) + 1);
  return scanned;
}

/** Whether the scanner responds. */
export async function isScannerUp(): Promise<boolean> {
  const { scanner } = settings();
  if (!scanner) return false;
  return openScanner(scanner.choice)
    .version()
    .then(
      () => true,
      () => false,
    );
}

const tooLarge: Scanned = { state: "too-large", signature: null, reached: true };

async function scanInTurn(
  { size, open }: { size: number; open: () => Promise<Readable> },
  about: Record<string, string>,
): Promise<Scanned> {
  const end = await perProcess("scanning.turns", () => new Turns(AT_ONCE)).take();
  try {
    return toScanned(await scanNow(size, open));
  } catch (err) {
    log.warn({ err, ...about }, "a file could not be scanned");
    return { state: "not-scanned", signature: null, reached: !(err instanceof ScanFailed) || err.reached };
  } finally {
    end?.();
  }
}

async function scanNow(size: number, open: () => Promise<Readable>): Promise<ScanResult> {
  const { scanner } = settings();
  if (!scanner) throw new ScanFailed("There is no scanner any more.");
  const bytes = await open();
  try {
    return await openScanner(scanner.choice).scan({ bytes, size });
  } finally {
    bytes.destroy();
  }
}

function toScanned(result: ScanResult): Scanned {
  return { state: result.state, signature: result.state === "found" ? result.signature : null, reached: true };
}
