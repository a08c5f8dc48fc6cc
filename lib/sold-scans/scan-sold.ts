import "server-only";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { readLastDecision } from "@/lib/decisions/list-decisions";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import type { ScanState } from "@/lib/scanning/may-be-sold";
import { isScannerUp, scanBytes } from "@/lib/scanning/scan-bytes";
import { settings } from "@/lib/settings/settings";
import { storage } from "@/lib/storage/storage";

/** Versions in one run: a crowd of them waits its turn behind new uploads. */
const BATCH = 10;
/** A version at which the scanner failed is scanned again after this long, in milliseconds. */
const PAUSE = 10 * MINUTE;

type Unscanned = { id: string; fileId: string; storageKey: string; size: bigint };

/**
 * Scans versions that went on sale while the scanner did not work (`SCANNER_DOWN=pass`), once it does. If something is
 * found, the sale is suspended by a decision of the program: the operator decides about the rest, and buyers keep access
 * until then.
 */
export async function scanSold(now: Date): Promise<void> {
  if (!settings().scanner) return;
  const asked = new Date(now.getTime() - PAUSE);
  const versions = await db().fileVersion.findMany({
    where: {
      scan: "not-scanned" satisfies ScanState,
      bytesGoneAt: null,
      OR: [{ scannedAt: null }, { scannedAt: { lt: asked } }],
    },
    select: { id: true, fileId: true, storageKey: true, size: true },
    orderBy: { id: "asc" },
    take: BATCH,
  });
  if (versions.length === 0 || !(await isScannerUp())) return;
  for (const version of versions) await scanOne(version, now);
}

async function scanOne({ id, fileId, storageKey, size }: Unscanned, now: Date): Promise<void> {
  const open = () => storage().open(storageKey);
  const scanned = await scanBytes({ size: Number(size), open }, { versionId: id });
  if (!scanned) return;
  // Suspended first: after a crash in between it is scanned again.
  if (scanned.state === "found") await suspend(fileId, scanned.signature ?? "", now);
  const data = { scan: scanned.state, scanSignature: scanned.signature, scannedAt: now };
  await db().fileVersion.updateMany({ where: { id }, data });
}

async function suspend(fileId: string, signature: string, now: Date): Promise<void> {
  const on = { kind: "file", id: fileId } as const;
  // Not the last decision: one that does nothing may have come after it, and suspending opens what is withheld.
  const file = await db().file.findUniqueOrThrow({ where: { id: fileId } });
  if (file.suspendedAt !== null || file.withheldAt !== null)
    return log.warn({ fileId, signature }, "malware was found in a file whose sale the operator had stopped");
  const last = await readLastDecision(db(), on);
  const facts = `This server’s malware scanner found “${signature}” in the file.`;
  const input = {
    verdict: "suspended",
    on,
    ground: "malware",
    facts,
    automated: true,
    after: last?.id ?? null,
  } as const;
  try {
    await decide(input, { kind: "shop" }, now);
  } catch (error) {
    // The operator has decided at the same moment.
    if (!(error instanceof AppError) || error.code !== "decided_meanwhile") throw error;
  }
}
