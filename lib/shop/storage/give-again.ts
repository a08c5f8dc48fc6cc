import "server-only";
import { db } from "@/lib/db/client";
import { newSecret } from "@/lib/ids";
import { findPayment } from "@/lib/payments/rows";
import { isEmptyUpload, setUploadToken } from "@/lib/products/storage/new-token";
import type { StorageOutcome } from "./outcome";

/**
 * The answer to a payer who has bought this within a day and proves that by a fresh authorization, which is sent to nobody:
 * of a new upload a new token, in place of the one that was lost (rule 11c).
 *
 * @param chosenToken the token that the client chose, or null
 */
export async function giveAgain(orderId: string, chosenToken: string | null): Promise<StorageOutcome> {
  const payment = await findPayment(db(), orderId);
  const purchase = await db().storagePurchase.findUnique({ where: { orderId } });
  if (!payment || !purchase) throw new Error(`The order ${orderId} bought no storage.`);
  if (purchase.owedMicroUsd !== null) return { kind: "owed", payment, detail: isOwed };
  if (purchase.kind !== "upload") return { kind: "kept", payment, uploadToken: null };
  const uploadToken = chosenToken ?? newSecret();
  const uploadId = purchase.uploadId ?? "";
  const isReplaced = (await isEmptyUpload(uploadId)) && (await setUploadToken(uploadId, uploadToken, ["receiving"]));
  if (!isReplaced) return { kind: "refused", code: "upload_has_bytes", detail: hasBytes };
  return { kind: "kept", payment, uploadToken };
}

const isOwed =
  "You paid for the same within a day, and the operator owes you what is not used of it. Nothing was charged by this request. To pay for it again, send another Idempotency-Key.";
const hasBytes =
  "Nothing was charged by this request. Resume the upload with its token, or let the wallet that paid replace it. To pay for another one, send another Idempotency-Key.";
