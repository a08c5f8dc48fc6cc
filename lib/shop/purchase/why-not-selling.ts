import "server-only";
import type { FileForSale } from "@/lib/products/files/find-file";
import { signInExtension } from "@/lib/protocols/x402/challenge";
import { mayMoveMoney, RETRY_AFTER_RESTORE } from "@/lib/restoration/may-move-money";
import type { Outcome } from "./outcome";

/**
 * Why nothing new is sold after a restore: the operator has not confirmed it, or the seller has not confirmed the payout
 * address (rule 13). Null when it is. Earlier buyers get what is theirs; this outcome contains what to sign.
 */
export async function whyNotSelling(file: FileForSale): Promise<Outcome | null> {
  if (file.seller.payoutHeldAt === null && (await mayMoveMoney())) return null;
  return {
    kind: "unavailable",
    code: "shop_restored",
    retryAfter: RETRY_AFTER_RESTORE,
    extensions: signInExtension(file),
  };
}
