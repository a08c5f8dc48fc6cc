import "server-only";
import { waysToPay } from "@/lib/offers/ways-to-pay";
import type { PaymentTerms } from "@/lib/payments/ports";
import { findStop, stopWords } from "@/lib/products/bundles/member-stop";
import { fileState } from "@/lib/products/files/file-state";
import type { FileForSale } from "@/lib/products/files/find-file";
import { isAllGone } from "@/lib/products/files/version";
import { signInExtension } from "@/lib/protocols/x402/challenge";
import type { Outcome } from "./outcome";

const closedCodes = {
  paused: "file_paused",
  ended: "sale_ended",
  suspended: "file_suspended",
  withheld: "file_withheld",
  removed: "file_removed",
} as const;

/**
 * Why a file cannot be bought now, or null when it can. Earlier buyers may still get access by a signature; this
 * outcome contains what to sign (rule 4a).
 *
 * @param detail more about why this request gives no access
 */
export function whyNotForSale(file: FileForSale, now: Date, detail?: string): Outcome | null {
  const state = fileState(file, now);
  if (state === "on-sale") return null;
  const extensions = isAllGone(file) ? undefined : signInExtension(file);
  const stop = findStop(file.members ?? []);
  if (stop && fileState({ ...file, members: null }, now) === "on-sale") {
    return { kind: "refused", code: "member_stopped", detail: detail ?? stopWords(stop), extensions };
  }
  return { kind: "refused", code: closedCodes[state], detail, extensions };
}

/** Seconds after which a check of token and clock may have another result. */
export const LOOK_AGAIN = 60;

/**
 * Why no payment on these terms can go through on any network they are offered on, or on the named one: the token is
 * paused, was changed or refuses the payee, or our clock is off. Null when one can, as far as is known. Makes no
 * request.
 */
export function whyNotPayable(
  file: FileForSale,
  ways: readonly PaymentTerms[] = waysToPay(file.terms),
): Outcome | null {
  const code = ways[0]?.trouble;
  if (!code || ways.some(({ trouble }) => trouble === null)) return null;
  return { kind: "unavailable", code, retryAfter: LOOK_AGAIN, extensions: signInExtension(file) };
}
