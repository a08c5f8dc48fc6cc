import "server-only";
import { AppError, type ErrorCode } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";

/** What is known about bytes; `not-scanned` when the scanner was asked and gave no result. */
export const SCAN_STATES = ["clean", "found", "too-large", "not-scanned"] as const;
export type ScanState = (typeof SCAN_STATES)[number];

/** Why an upload was refused for good. Its bytes are deleted. */
export type Refusal = Extract<ErrorCode, "malware_found" | "too_large_to_scan" | "hash_blocked">;

/** Of a finished upload; null before the scanner was asked. */
type Scanned = { scan: string | null };

/** Seconds after which publishing may be tried again. */
const LATER = { scanning: 2, down: 10 };

/**
 * The states in which bytes may be sold under the operator's settings; null if any will do, because there is no scanner.
 * For the condition of the update that publishes an upload: a check before it could be overtaken.
 */
export function sellableScans(): ScanState[] | null {
  const { scanner } = settings();
  if (!scanner) return null;
  return [
    "clean",
    ...(scanner.tooLarge === "pass" ? (["too-large"] as const) : []),
    ...(scanner.down === "pass" ? (["not-scanned"] as const) : []),
  ];
}

/** True while a finished upload can only wait for the scanner. */
export function waitsForScanner({ scan }: Scanned): boolean {
  const { scanner } = settings();
  return scanner !== null && (scan === null || (scan === "not-scanned" && scanner.down === "wait"));
}

/**
 * @throws AppError `upload_scanning`, `scanner_down`: both end by themselves, and `retryAfter` (seconds) says when to ask
 *   again; `too_large_to_scan`, `malware_found`
 */
export function requireSellableScan({ scan }: Scanned): void {
  const sellable = sellableScans();
  if (sellable?.some((state) => state === scan) ?? true) return;
  if (scan === null) throw later("upload_scanning", LATER.scanning);
  if (scan === "not-scanned") throw later("scanner_down", LATER.down);
  throw new AppError(scan === "too-large" ? "too_large_to_scan" : "malware_found");
}

function later(code: ErrorCode, seconds: number): AppError {
  return new AppError(code, { headers: { "Retry-After": String(seconds) }, members: { retryAfter: seconds } });
}
