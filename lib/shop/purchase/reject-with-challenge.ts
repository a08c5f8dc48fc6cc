import "server-only";
import { AppError, type ErrorCode, errorTable } from "@/lib/errors";
import type { FileForSale } from "@/lib/products/files/find-file";
import { challengeFor } from "@/lib/protocols/x402/challenge";
import type { Outcome } from "./outcome";
import { whyNotPayable } from "./why-not-for-sale";

/**
 * 402 with the reason and a fresh challenge; if that could not be paid either, the reason why.
 *
 * @throws AppError when the code is not a 402
 */
export function rejectWithChallenge(
  file: FileForSale,
  code: ErrorCode,
  detail: string,
  members?: Record<string, unknown>,
): Outcome {
  if (errorTable[code].status !== 402) throw new AppError(code, { detail, members });
  const closed = whyNotPayable(file);
  if (closed) return closed;
  return { kind: "payment-rejected", file, challenge: challengeFor(file, detail), code, detail, members };
}
