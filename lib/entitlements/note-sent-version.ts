import "server-only";
import { db } from "@/lib/db/client";

/** Records the version that is about to be sent for a claim token: one write for each change, before the first byte. */
export async function noteSent(grant: { id: string; sentPartId: string | null }, versionId: string): Promise<void> {
  if (grant.sentPartId === versionId) return;
  await db().entitlement.updateMany({ where: { id: grant.id }, data: { sentPartId: versionId } });
}
