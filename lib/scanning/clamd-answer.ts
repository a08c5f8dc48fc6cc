import "server-only";
import { readable, ScanFailed } from "./scan-failed";
import type { ScanResult } from "./scanner";

/** With `AlertExceedsMax yes` clamd reports files that it has not scanned completely as if it had found something. */
const notAllOfIt = /^Heuristics\.Limits\.Exceeded/;

/**
 * Reads clamd's answer to INSTREAM, without the zero at its end. Pure.
 *
 * @param isComplete whether every byte was sent before it came
 * @throws ScanFailed for anything but a result
 */
export function readScanAnswer(answer: string, isComplete: boolean): ScanResult {
  if (/^INSTREAM size limit exceeded/i.test(answer)) return { state: "too-large" };
  const [, signature] = /^stream: (.+) FOUND$/.exec(answer) ?? [];
  if (signature !== undefined && notAllOfIt.test(signature)) return { state: "too-large" };
  if (signature !== undefined) return { state: "found", signature: readable(signature) };
  if (answer !== "stream: OK") throw new ScanFailed(`The scanner answered: ${readable(answer) || "nothing"}`);
  if (!isComplete) throw new ScanFailed("The scanner said OK before it had the whole file.");
  return { state: "clean" };
}
