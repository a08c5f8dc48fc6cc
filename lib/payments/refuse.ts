import "server-only";
import { AppError, type ErrorCode, errorTable } from "@/lib/errors";
import { fileState } from "@/lib/files/file-state";
import type { FileForSale } from "@/lib/files/find-file";
import { isAllGone } from "@/lib/files/version";
import { challengeFor, comeBack } from "./challenge";
import type { Outcome } from "./outcome";

const closedCodes = { paused: "file_paused", ended: "sale_ended", removed: "file_removed" } as const;

/**
 * Why a file cannot be bought now, or null when it can. Whoever bought it before may still come back by a signature, for
 * which this answer brings what to sign (rule 4a).
 *
 * @param detail more about why this request opens nothing
 */
export function whyNotForSale(file: FileForSale, now: Date, detail?: string): Outcome | null {
  const state = fileState(file, now);
  if (state === "on-sale") return null;
  const extensions = isAllGone(file) ? undefined : comeBack(file);
  return { kind: "refused", code: closedCodes[state], detail, extensions };
}

/**
 * 402 with the reason and a fresh challenge.
 *
 * @throws AppError when the code is no 402
 */
export function rejected(
  file: FileForSale,
  code: ErrorCode,
  detail: string,
  members?: Record<string, unknown>,
): Outcome {
  if (errorTable[code].status !== 402) throw new AppError(code, { detail, members });
  return { kind: "payment-rejected", file, challenge: challengeFor(file, detail), code, detail, members };
}
