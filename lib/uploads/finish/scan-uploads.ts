import "server-only";
import { db } from "@/lib/db/client";
import { isScannerUp } from "@/lib/scanning/scan-bytes";
import { settings } from "@/lib/settings/settings";
import type { UploadState } from "@/lib/uploads/bytes/upload-row";
import { isScanPaused, keepScanFailures, startScan } from "./scan-upload";

/**
 * Starts the scans that a crash interrupted or that nobody began, and those that failed, once the scanner responds. Oldest
 * first. It does not wait for their end: a large file takes long, and others come in the meantime.
 */
export async function scanUploads(now: Date): Promise<void> {
  if (!settings().scanner) return;
  const rows = await db().upload.findMany({
    where: { state: "finished" satisfies UploadState, OR: [{ scan: null }, { scan: "not-scanned" }] },
    select: { id: true, scan: true },
    orderBy: { finishedAt: "asc" },
  });
  keepScanFailures(new Set(rows.map(({ id }) => id)));
  const failed = rows.filter(({ id, scan }) => scan !== null && !isScanPaused(id, now));
  const again = failed.length > 0 && (await isScannerUp()) ? failed : [];
  for (const { id } of [...rows.filter(({ scan }) => scan === null), ...again]) startScan(id, now);
}
