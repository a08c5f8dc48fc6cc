import "server-only";
import { db } from "@/lib/db/client";

/** Notes what a key is about to be sent: one write for each change, before the first byte. */
export async function noteSent(grant: { id: string; sentVersionId: string | null }, versionId: string): Promise<void> {
  if (grant.sentVersionId === versionId) return;
  await db().grant.updateMany({ where: { id: grant.id }, data: { sentVersionId: versionId } });
}
