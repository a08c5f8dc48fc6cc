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
 * @param asked the token that the client chose, or null; when its request began
 */
export async function giveAgain(
  orderId: string,
  { chosenToken, began }: { chosenToken: string | null; began: Date },
): Promise<StorageOutcome> {
  const payment = await findPayment(db(), orderId);
  const purchase = await db().storagePurchase.findUnique({ where: { orderId } });
  if (!payment || !purchase) throw new Error(`The order ${orderId} bought no storage.`);
  if (purchase.owedMicroUsd !== null) return { kind: "owed", payment, detail: isOwed };
  if (purchase.kind !== "upload") return { kind: "kept", payment, uploadToken: null };
  const uploadToken = chosenToken ?? newSecret();
  const uploadId = purchase.uploadId ?? "";
  if (!(await isEmptyUpload(uploadId))) return hasBytes;
  switch (await setUploadToken(uploadId, { token: uploadToken, askedAt: began, states: ["receiving"] })) {
    case "gone":
      return hasBytes;
    case "late":
      return { kind: "unavailable", code: "server_busy", detail: isLate, retryAfter: 1 };
    case "set":
      return { kind: "kept", payment, uploadToken };
  }
}

const isOwed =
  "You paid for the same within a day, and the operator owes you what is not used of it. Nothing was charged by this request. To pay for it again, send another Idempotency-Key.";
const isLate =
  "Nothing was charged by this request. A later one for the same upload was given its token meanwhile. If that answer was lost, send the same request with a new signature: nothing more is charged.";
const hasBytes: StorageOutcome = {
  kind: "refused",
  code: "upload_has_bytes",
  detail:
    "Nothing was charged by this request. Resume the upload with its token, or let the wallet that paid replace it. To pay for another one, send another Idempotency-Key.",
};
