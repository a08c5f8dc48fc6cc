import "server-only";
import { db } from "@/lib/db/client";
import { chooseClaimToken, requireUnguessable } from "@/lib/entitlements/claim-token";
import { createSiblingGrant, type GrantRow } from "@/lib/entitlements/grant";
import { hashSecret } from "@/lib/ids";
import { findPayment } from "@/lib/payments/rows";
import { refuseUsedSecret } from "@/lib/payments/used-secret";
import { chooseVersion } from "@/lib/products/files/access/choose-version";
import { fileProduct } from "@/lib/products/files/file-product";
import type { FileForSale } from "@/lib/products/files/find-file";
import type { Outcome } from "./outcome";

/**
 * Opens an existing grant for its proven payer, with a separate claim token for this device. Charges nothing.
 *
 * @throws AppError `malformed_request` when the client chose a claim token that is in use
 */
export async function restoreAccess(
  file: FileForSale,
  standing: GrantRow,
  { chosenClaimToken, version, now }: { chosenClaimToken: string | null; version?: number; now: Date },
): Promise<Outcome> {
  const opened = await chooseVersion(file, { access: "paid", grant: standing }, version);
  if (opened.kind === "refused") return opened;
  const claimToken = chooseClaimToken(chosenClaimToken);
  const isItsKey = standing.tokenHash === hashSecret(claimToken);
  if (!isItsKey) requireUnguessable(claimToken);
  if (!isItsKey) await refuseUsedSecret(db(), fileProduct, hashSecret(claimToken));
  const grant = isItsKey ? standing : await createSiblingGrant(db(), standing, claimToken, now);
  const payment = standing.orderId ? await findPayment(db(), standing.orderId) : null;
  return { ...opened, kind: "granted", file, access: "paid", grant, payment, claimToken };
}
