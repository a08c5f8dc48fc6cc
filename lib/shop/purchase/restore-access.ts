import "server-only";
import { db } from "@/lib/db/client";
import { requireUnguessable } from "@/lib/entitlements/claim-token";
import { findGrantByToken, type GrantRow } from "@/lib/entitlements/grant";
import { keyOfPayer } from "@/lib/entitlements/key-of-payer";
import { findPayment } from "@/lib/payments/rows";
import { refuseUsedSecret } from "@/lib/payments/used-secret";
import { chooseVersion } from "@/lib/products/files/access/choose-version";
import { fileProduct } from "@/lib/products/files/file-product";
import type { FileForSale } from "@/lib/products/files/find-file";
import type { Outcome } from "./outcome";

/**
 * Opens an existing grant for its proven payer, with a claim token for this device. Charges nothing.
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
  const { grant, claimToken } = await keyFor(standing, chosenClaimToken, now);
  const payment = standing.orderId ? await findPayment(db(), standing.orderId) : null;
  return { ...opened, kind: "granted", file, access: "paid", grant, payment, claimToken };
}

async function keyFor(standing: GrantRow, chosen: string | null, now: Date) {
  const own = chosen && (await findGrantByToken(chosen, now));
  if (chosen && own && isSameAccess(own, standing)) return { grant: own, claimToken: chosen };
  if (chosen) requireUnguessable(chosen);
  return keyOfPayer(standing, chosen, now, (tx, tokenHash) => refuseUsedSecret(tx, fileProduct, tokenHash));
}

const isSameAccess = (one: GrantRow, other: GrantRow) =>
  one.id === other.id || (one.orderId !== null && one.orderId === other.orderId);
