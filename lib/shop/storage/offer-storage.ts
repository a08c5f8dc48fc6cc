import "server-only";
import type { PaymentRequired } from "@x402/core/types";
import { AppError, type ErrorCode, errorTable } from "@/lib/errors";
import { displayUsd } from "@/lib/money";
import { makeOffer } from "@/lib/products/storage/make-offer";
import type { StorageOffer } from "@/lib/products/storage/sealed-offer";
import type { Wanted } from "@/lib/products/storage/storage-ref";
import { waysToPayStorage } from "@/lib/products/storage/ways-to-pay-storage";
import { storageChallenge } from "@/lib/protocols/x402/storage-challenge";
import { LOOK_AGAIN } from "@/lib/shop/purchase/why-not-for-sale";
import type { StorageOutcome } from "./outcome";
import { storageUrl } from "./storage-url";

/** 402 with a fresh offer; if that could not be paid, the reason why. */
export function offerStorage(wanted: Wanted, now: Date): StorageOutcome {
  const made = challengeFor(wanted, "Payment required", now);
  return "kind" in made ? made : { kind: "payment-required", challenge: made };
}

/** 402 with the reason and a fresh offer. @throws AppError when the code is not a 402 */
export function rejectStorage(
  wanted: Wanted,
  refusal: { code: ErrorCode; detail: string; members?: Record<string, unknown> },
  now: Date,
): StorageOutcome {
  const { code, detail, members } = refusal;
  if (errorTable[code].status !== 402) throw new AppError(code, { detail, members });
  const made = challengeFor(wanted, detail, now);
  return "kind" in made ? made : { kind: "payment-rejected", challenge: made, code, detail, members };
}

function challengeFor(wanted: Wanted, error: string, now: Date): PaymentRequired | StorageOutcome {
  const { offer, sealed } = makeOffer(wanted, now);
  const ways = waysToPayStorage(offer);
  const open = ways.filter(({ trouble }) => trouble === null);
  const [first] = ways;
  if (open.length === 0) return { kind: "unavailable", code: first?.trouble ?? "not_payable", retryAfter: LOOK_AGAIN };
  const { offerId } = offer;
  const asked = { url: storageUrl(wanted), description: describe(offer), offerId, sealed, ways: open };
  return storageChallenge(asked, error);
}

const things = {
  upload: "an upload",
  uploaded: "an upload",
  larger: "a larger version",
  file: "a file",
} as const;

/** “Keeping an upload of 2400000000 bytes for 60 days, for $0.14” */
function describe({ kind, size, days, prices }: StorageOffer): string {
  const [price = 0n] = Object.values(prices);
  return `Keeping ${things[kind]} of ${size} bytes for ${days} ${days === 1 ? "day" : "days"}, for ${displayUsd(price)}`;
}
