import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";
import { type Scanned, scanBytes } from "@/lib/scanning/scan-bytes";
import { settings } from "@/lib/settings/settings";
import { storage } from "@/lib/storage/storage";
import type { UploadRow, UploadState } from "@/lib/uploads/bytes/upload-row";
import { refuseUpload } from "./refuse-upload";

const FIRST_PAUSE = 10 * SECOND;
const LONGEST_PAUSE = 10 * MINUTE;

/** Scans of this process that have not ended, by the upload's id. */
const running = () => perProcess("uploads.scanning", () => new Map<string, Promise<void>>());

/** How often the scanner failed at an upload that it could reach, and until when (ms) it is not asked again. */
const failures = () => perProcess("uploads.scan-failures", () => new Map<string, { count: number; until: number }>());

/** Whether the scanner failed at this upload itself a short time ago. */
export function isScanPaused(uploadId: string, now: Date): boolean {
  return (failures().get(uploadId)?.until ?? 0) > now.getTime();
}

/**
 * Scans a finished upload, or joins the scan that is under way. Its result decides whether the upload may be sold:
 * nothing found is recorded, anything else is refused or waits, as the operator wants it. Safe to repeat after a crash.
 */
export function scanUpload(uploadId: string, now: Date): Promise<void> {
  const current = running().get(uploadId);
  if (current) return current;
  const begun = scan(uploadId, now).finally(() => running().delete(uploadId));
  running().set(uploadId, begun);
  return begun;
}

/** The same in the background. A failure leaves it to the job. */
export function startScan(uploadId: string, now: Date): void {
  scanUpload(uploadId, now).catch((err) => log.error({ err, uploadId }, "A scan failed; the job tries again."));
}

async function scan(uploadId: string, now: Date): Promise<void> {
  const row = await db().upload.findUnique({ where: { id: uploadId } });
  if (row?.state !== ("finished" satisfies UploadState) || isDecided(row)) return;
  const open = () => storage().open(row.storageKey);
  const scanned = await scanBytes({ size: Number(row.size), open }, { uploadId });
  if (!scanned) return;
  noteFailure(uploadId, scanned, now);
  const refused = refusalOf(scanned);
  if (refused)
    return void (await refuseUpload(row, { ...refused, scan: scanned.state, scanSignature: scanned.signature }, now));
  const where = { id: uploadId, state: "finished" satisfies UploadState };
  await db().upload.updateMany({
    where,
    data: { scan: scanned.state, scannedAt: isDecided({ scan: scanned.state }) ? now : null },
  });
}

/** A result; that there was none is no result. */
function isDecided({ scan }: Pick<UploadRow, "scan">): boolean {
  return scan !== null && scan !== "not-scanned";
}

function refusalOf({ state }: Scanned) {
  if (state === "found") return { refusal: "malware_found" } as const;
  if (state === "too-large" && settings().scanner?.tooLarge === "refuse")
    return { refusal: "too_large_to_scan" } as const;
  return null;
}

/** Only the scanner's failures at this file: one that is down is waited for without a pause. */
function noteFailure(uploadId: string, { state, reached }: Scanned, now: Date): void {
  if (state !== "not-scanned") return void failures().delete(uploadId);
  if (!reached) return;
  const count = (failures().get(uploadId)?.count ?? 0) + 1;
  const pause = Math.min(FIRST_PAUSE * 2 ** (count - 1), LONGEST_PAUSE);
  failures().set(uploadId, { count, until: now.getTime() + pause });
}

/** Forgets the failures of uploads that are gone. */
export function keepScanFailures(uploadIds: ReadonlySet<string>): void {
  for (const id of failures().keys()) if (!uploadIds.has(id)) failures().delete(id);
}
