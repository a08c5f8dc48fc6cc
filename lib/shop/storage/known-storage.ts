import "server-only";
import { db } from "@/lib/db/client";
import { hashSecret } from "@/lib/ids";
import type { KnownHold } from "@/lib/payments/hold";
import { paymentState } from "@/lib/payments/rows";
import { isUnresolved, wasPaid } from "@/lib/payments/states";
import { STORAGE } from "@/lib/products/storage/storage-ref";
import { isSameRequest } from "@/lib/shop/purchase/known-payment";
import type { Signed } from "@/lib/shop/purchase/read-payment";
import type { StorageOutcome } from "./outcome";

/**
 * The outcome for an authorization that was presented before: its status, never a challenge and never a token (rule 11c). A
 * client that shows the identical payment with its identifier again gets the answer; of a new upload, only if it also knows the
 * token.
 *
 * @returns null for one that failed for good: another one can be signed
 */
export async function answerKnownStorage(
  hold: KnownHold,
  presented: Signed,
  { chosenToken, now }: { chosenToken: string | null; now: Date },
): Promise<StorageOutcome | null> {
  const { transfer: payment } = hold;
  if (payment?.state === "failed") return null;
  const isStorage = hold.productKind === STORAGE;
  if (payment && isStorage && isSameRequest(hold.productId, hold, payment, presented, now)) {
    if (isUnresolved(payment.state)) {
      return { kind: "settlement-unknown", payment, uploadToken: null, settlement: null };
    }
    if (wasPaid(paymentState(payment)) && (await knowsToken(payment.id, chosenToken)))
      return { kind: "kept", payment, uploadToken: null };
  }
  const paymentId = payment?.id ?? null;
  return { kind: "payment-known", code: "payment_known", paymentId, detail: isStorage ? seen : elsewhere };
}

const seen =
  "This authorization was presented here before. Ask its status; if its answer was lost, send the same request with a new signature: nothing is charged twice within a day.";
const elsewhere = "This authorization was presented for something else before. Sign a new one.";

/** True for what has no token. */
async function knowsToken(orderId: string, token: string | null): Promise<boolean> {
  const purchase = await db().storagePurchase.findUnique({ where: { orderId } });
  if (purchase?.kind !== "upload") return purchase !== null;
  if (token === null || purchase.uploadId === null) return false;
  return (await db().upload.count({ where: { id: purchase.uploadId, tokenHash: hashSecret(token) } })) > 0;
}
