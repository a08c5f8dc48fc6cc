import "server-only";
import { settings } from "@/lib/env";
import { recoveryUrl } from "@/lib/grants/claim-token";
import { ticketUrl } from "@/lib/grants/ticket";
import type { Granted } from "./outcome";
import { readReceipt } from "./receipt";
import type { PurchaseResult } from "./schema";

/** The JSON of a purchase that gives access: a fresh download URL and, once, the keys to come back with. */
export async function purchaseResult(granted: Granted, now: Date): Promise<PurchaseResult> {
  const { file, grant, payment, claimToken } = granted;
  return {
    access: granted.access,
    fileId: file.id,
    ticketUrl: downloadUrl(granted, now),
    downloadUntil: grant?.downloadUntil.toISOString() ?? null,
    ...(claimToken ? { claimToken, recoveryUrl: recoveryUrl(claimToken) } : {}),
    receipt: payment ? await readReceipt(payment) : null,
  };
}

function downloadUrl({ file, access, grant }: Granted, now: Date): string {
  if (grant) return ticketUrl(file.id, { kind: "grant", grantId: grant.id }, now);
  if (access === "owner") return ticketUrl(file.id, { kind: "owner", creatorId: file.creatorId }, now);
  return `${settings().appUrl}/api/files/${file.id}`;
}
